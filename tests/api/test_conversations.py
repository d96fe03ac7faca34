"""A person's conversations: listed, read, renamed, taken away, forgotten."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import update

from api.reception import Reception
from api.schemas.answers import ConversationDetail, ConversationPage
from api.stores.tables import conversations


@pytest.fixture
def talk(client: TestClient) -> str:
    first = client.post("/api/ask", json={"question": "Trồng bao nhiêu rừng?"}).json()
    name: str = first["conversation_id"]
    client.post("/api/ask", json={"question": "Năm 2022 thì sao?", "conversation_id": name})
    return name


def test_a_conversation_is_listed_under_its_first_question(client: TestClient, talk: str) -> None:
    page = ConversationPage.model_validate(client.get("/api/conversations").json(), strict=True)

    assert [(one.id, one.title) for one in page.results] == [(talk, "Trồng bao nhiêu rừng?")]


def test_the_newest_conversation_comes_first_page_by_page(client: TestClient, talk: str) -> None:
    newer = client.post("/api/ask", json={"question": "Thu ngân sách?"}).json()["conversation_id"]

    first = client.get("/api/conversations?limit=1").json()
    second = client.get("/api/conversations?limit=1&offset=1").json()

    assert first["total"] == second["total"] == 2
    assert [first["results"][0]["id"], second["results"][0]["id"]] == [newer, talk]


def test_a_conversation_reads_as_it_went(client: TestClient, talk: str) -> None:
    told = ConversationDetail.model_validate(client.get(f"/api/conversations/{talk}").json(), strict=True)

    assert [turn.question for turn in told.turns] == ["Trồng bao nhiêu rừng?", "Năm 2022 thì sao?"]
    assert told.turns[0].answer.citations[0].file == "an-hoa.txt"


def test_a_conversation_can_be_renamed(client: TestClient, talk: str) -> None:
    renamed = client.patch(f"/api/conversations/{talk}", json={"title": "  Cho bài phát biểu  "})

    assert renamed.json()["title"] == "Cho bài phát biểu"
    assert client.get(f"/api/conversations/{talk}").json()["title"] == "Cho bài phát biểu"
    assert client.patch(f"/api/conversations/{talk}", json={"title": " "}).status_code == 422


def test_a_conversation_is_taken_away_as_words_or_as_data(client: TestClient, talk: str) -> None:
    words = client.get(f"/api/conversations/{talk}/export")
    data = client.get(f"/api/conversations/{talk}/export?format=json")

    assert words.headers["content-disposition"].startswith("attachment")
    assert "## Năm 2022 thì sao?" in words.text
    assert "[1] Báo cáo của huyện An Hòa (an-hoa.txt)" in words.text
    assert len(data.json()["turns"]) == 2
    assert client.get(f"/api/conversations/{talk}/export?format=exe").status_code == 422


def test_everything_can_be_taken_away_at_once(client: TestClient, talk: str) -> None:
    client.post("/api/ask", json={"question": "Thu ngân sách?"})

    taken = client.get("/api/conversations/export")

    assert taken.headers["content-disposition"] == 'attachment; filename="trao-doi.json"'
    assert [len(one["turns"]) for one in taken.json()] == [1, 2]
    assert taken.json()[1]["id"] == talk


def test_a_forgotten_conversation_is_gone(client: TestClient, talk: str) -> None:
    assert client.delete(f"/api/conversations/{talk}").status_code == 204

    assert client.get(f"/api/conversations/{talk}").status_code == 404
    assert client.delete(f"/api/conversations/{talk}").status_code == 404


def test_everything_can_be_forgotten_at_once(client: TestClient, talk: str) -> None:
    assert talk
    assert client.delete("/api/conversations").json() == {"deleted": 1}
    assert client.get("/api/conversations").json() == {"total": 0, "results": []}


def test_an_answer_is_rated_once_per_person(client: TestClient, talk: str) -> None:
    answer = client.get(f"/api/conversations/{talk}").json()["turns"][0]["answer"]["answer_id"]
    for rating, reason in (("down", "Thiếu nguồn"), ("up", "")):
        sent = client.post("/api/feedback", json={"answer_id": answer, "rating": rating, "reason": reason})
        assert sent.status_code == 204

    ratings = client.get("/api/feedback").json()

    assert [(one["rating"], one["question"]) for one in ratings] == [("up", "Trồng bao nhiêu rừng?")]
    unknown = {"answer_id": "khong-co", "rating": "up"}
    assert client.post("/api/feedback", json=unknown).status_code == 404


def test_what_nobody_touched_for_longer_than_the_retention_is_forgotten(
    open_client: Callable[..., TestClient],
) -> None:
    client = open_client(retention_days=30)
    desk: Reception = client.app.state.reception  # type: ignore[attr-defined] # a FastAPI app
    talk = client.post("/api/ask", json={"question": "Cũ?"}).json()["conversation_id"]
    with desk.database.writing() as connection:
        connection.execute(update(conversations).values(updated_at=datetime.now(UTC) - timedelta(days=31)))

    desk.forget_the_old()

    assert client.get(f"/api/conversations/{talk}").status_code == 404


def test_a_restart_forgets_nothing(open_client: Callable[..., TestClient]) -> None:
    talk = open_client().post("/api/ask", json={"question": "Trồng?"}).json()["conversation_id"]

    again = open_client()

    assert again.get(f"/api/conversations/{talk}").status_code == 200

"""Questions over HTTP: whole, streamed, continued, read again."""

import json

from fastapi.testclient import TestClient

from api.schemas.answers import AnswerOut


def events_of(text: str) -> list[tuple[str, dict[str, object], str | None]]:
    """The events of a stream: name, data, id."""
    found = []
    for chunk in text.split("\n\n"):
        lines = dict(line.split(": ", 1) for line in chunk.splitlines() if not line.startswith(":"))
        if lines:
            found.append((lines["event"], json.loads(lines["data"]), lines.get("id")))
    return found


def test_an_answer_has_the_form_that_the_schema_promises(client: TestClient) -> None:
    answered = client.post("/api/ask", json={"question": "Trồng bao nhiêu rừng?"})

    assert answered.status_code == 200
    AnswerOut.model_validate(answered.json(), strict=True)
    assert answered.json()["citations"][0]["spans"] == [[0, 45]]


def test_the_next_question_of_a_conversation_brings_those_before_it(
    client: TestClient, asked: list[tuple[str, tuple[str, ...], tuple[str, ...]]]
) -> None:
    first = client.post("/api/ask", json={"question": "Trồng bao nhiêu rừng?"}).json()

    second = client.post(
        "/api/ask", json={"question": "Năm 2022 thì sao?", "conversation_id": first["conversation_id"]}
    ).json()

    assert second["conversation_id"] == first["conversation_id"]
    assert asked[-1] == ("Năm 2022 thì sao?", (), ("Trồng bao nhiêu rừng?",))


def test_a_conversation_that_is_gone_is_said_to_be_gone(client: TestClient) -> None:
    refused = client.post("/api/ask", json={"question": "Rồi sao?", "conversation_id": "khong-co"})

    assert refused.status_code == 404
    assert "cuộc trao đổi" in refused.json()["detail"]


def test_a_stream_tells_sources_and_words_and_ends_with_the_whole_answer(client: TestClient) -> None:
    streamed = client.post("/api/ask/stream", json={"question": "Trồng bao nhiêu rừng?"})

    told = events_of(streamed.text)
    assert streamed.headers["content-type"].startswith("text/event-stream")
    assert [name for name, _, _ in told[:3]] == ["status", "status", "citation"]
    name, done, _ = told[-1]
    assert name == "done"
    AnswerOut.model_validate(done, strict=True)
    assert "".join(str(data["text"]) for name, data, _ in told if name == "token") == done["answer"]


def test_a_reader_who_lost_the_line_gets_the_rest_by_the_last_event_id(client: TestClient) -> None:
    told = events_of(client.post("/api/ask/stream", json={"question": "Trồng bao nhiêu rừng?"}).text)
    answer_id, last = told[-1][1]["answer_id"], told[-3][2]

    rest = client.get(f"/api/answers/{answer_id}/events", headers={"Last-Event-ID": str(last)})

    assert events_of(rest.text) == told[-2:]


def test_a_stream_that_breaks_says_so_in_an_event(client: TestClient) -> None:
    told = events_of(client.post("/api/ask/stream", json={"question": "hỏng"}).text)

    name, problem, _ = told[-1]
    assert name == "error"
    assert problem["status"] == 500
    assert problem["request_id"]


def test_a_kept_answer_reads_as_it_was_given(client: TestClient) -> None:
    answered = client.post("/api/ask", json={"question": "Trồng bao nhiêu rừng?"}).json()

    assert client.get(f"/api/answers/{answered['answer_id']}").json() == answered

"""The doors over the real engines: many at once, what nobody may see, and a page of their making."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.access.principal import Scope
from api.app import create_app
from api.reception import Reception
from assistant.settings import Settings

OPEN = """ĐẢNG BỘ TỈNH BÌNH MINH

HUYỆN ỦY AN HÒA

*

BÁO CÁO

kết quả thực hiện nhiệm vụ năm 2023

I- KẾT QUẢ THỰC HIỆN

1. Năm 2023, huyện An Hòa trồng mới 312 ha rừng. Tỷ lệ hộ nghèo của huyện còn 9,8%.

2. Thu ngân sách nhà nước trên địa bàn huyện năm 2023 đạt 87,2 tỷ đồng.
"""
CLOSED = OPEN.replace("AN HÒA", "SƠN ĐÔNG").replace("An Hòa", "Sơn Đông").replace("312", "977")
CLOSED = CLOSED.replace("87,2", "64,1").replace("9,8%", "21,7%")
QUESTIONS = (
    "Năm 2023 huyện An Hòa trồng mới bao nhiêu ha rừng?",
    "Thu ngân sách của huyện An Hòa năm 2023?",
    "Tỷ lệ hộ nghèo huyện Sơn Đông năm 2023?",
    "huyen son dong trong moi bao nhieu rung",
    "Giá vàng hôm nay?",
)


@pytest.fixture
def open_house(tmp_path: Path) -> Iterator[Callable[..., TestClient]]:
    opened: list[TestClient] = []

    def open_one(**settings: object) -> TestClient:
        chosen = Settings.model_validate({"home": tmp_path / "home", **settings})
        client = TestClient(create_app(chosen), base_url="http://127.0.0.1:8000")
        client.__enter__()
        opened.append(client)
        desk: Reception = client.app.state.reception  # type: ignore[attr-defined] # a FastAPI app
        for name, text in (("an-hoa.txt", OPEN), ("son-dong.txt", CLOSED)):
            (tmp_path / name).write_text(text, encoding="utf-8")
            desk.index.add(tmp_path / name)
        return client

    yield open_one
    for client in opened:
        client.__exit__(None, None, None)


def said(client: TestClient, question: str, **headers: str) -> tuple[str, str, list[str]]:
    answer = client.post("/api/ask", json={"question": question}, headers=headers).json()
    return answer["status"], answer["answer"], [one["text"] for one in answer["citations"]]


def test_what_is_asked_at_once_is_answered_as_if_asked_alone(open_house: Callable[..., TestClient]) -> None:
    client = open_house(answers_at_once=8)
    alone = [said(client, question) for question in QUESTIONS]

    with ThreadPoolExecutor(8) as crowd:
        together = list(crowd.map(lambda number: said(client, QUESTIONS[number % 5]), range(60)))

    assert "312" in alone[0][1]
    assert together == [alone[number % 5] for number in range(60)]


def test_no_answer_tells_what_its_asker_may_not_see(open_house: Callable[..., TestClient]) -> None:
    client = open_house(access=True, asks_per_minute=1000)
    desk: Reception = client.app.state.reception  # type: ignore[attr-defined]
    (_, inside), (_, outside) = (
        desk.keys.create("trong", [Scope.ASK], ["van-phong"]),
        desk.keys.create("ngoài", [Scope.ASK]),
    )
    desk.restrict("son-dong", ["van-phong"])
    question = "Năm 2023 huyện Sơn Đông trồng mới bao nhiêu ha rừng?"

    member = said(client, question, authorization=f"Bearer {inside}")
    asked = (question, *QUESTIONS, "So sánh thu ngân sách các huyện", "Những báo cáo nào đang có?")
    stranger = [said(client, one, authorization=f"Bearer {outside}") for one in asked]
    named = client.post(
        "/api/ask",
        json={"question": question, "report_ids": ["son-dong"]},
        headers={"authorization": f"Bearer {outside}"},
    )

    assert "977" in member[1]
    assert named.status_code == 404
    for told in (*map(str, stranger), named.text):
        assert not [secret for secret in ("977", "64,1", "21,7", "son-dong.txt") if secret in told], told


def test_everything_lives_in_one_postgresql_where_that_is_chosen(
    open_house: Callable[..., TestClient], postgres: str, tmp_path: Path
) -> None:
    client = open_house(database_url=postgres)

    first = client.post("/api/ask", json={"question": QUESTIONS[0]}).json()
    again = client.post(
        "/api/ask", json={"question": QUESTIONS[1], "conversation_id": first["conversation_id"]}
    ).json()

    assert "312" in first["answer"]
    assert "87,2" in again["answer"]
    assert client.get("/readyz").json()["reports"] == 2
    assert len(client.get(f"/api/conversations/{first['conversation_id']}").json()["turns"]) == 2
    assert not list((tmp_path / "home").glob("*.sqlite*"))

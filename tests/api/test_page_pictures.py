"""The page of a PDF that was sent in can be looked at, by those who may see its report."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.access.principal import Scope
from api.backup import back_up, restore
from api.reception import Reception
from api.web.answers import answer_view
from tests.api.test_reports import finish
from tests.corpus.read.pdf_files import Sheet, lines, write_pdf

PAGES = (
    "Năm 2023, huyện Suối Mơ trồng mới 312 ha rừng, đạt kế hoạch tỉnh giao cho cả năm.",
    "Tỷ lệ che phủ rừng đến hết năm 2023 đạt 41,5%, cao nhất từ trước đến nay.",
)
PDF = write_pdf(*(Sheet(lines("BÁO CÁO", words)) for words in PAGES))
PICTURE = b"\x89PNG"


def send(client: TestClient, name: str, content: bytes, **headers: str) -> dict[str, object]:
    sent = client.post("/api/reports", files=[("files", (name, content))], headers=headers)
    assert sent.status_code == 202, sent.text
    return finish(client, sent.headers["location"], **headers)


def address(client: TestClient, **headers: str) -> str:
    """Where the page of the share of forest is drawn, as its passage says."""
    hit = client.get("/api/search?q=ty+le+che+phu+rung", headers=headers).json()["results"][0]
    page = client.get(f"/manh/doan/{hit['passage_id']}", headers=headers).text
    return page.partition('href="/manh/trang/')[2].partition('"')[0]


@pytest.mark.parametrize("packed", [False, True])
def test_an_uploaded_page_is_shown(client: TestClient, tmp_path: Path, *, packed: bool) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("nam 2023/suoi-mo.pdf", PDF)
    send(client, *(("bo.zip", stream.getvalue()) if packed else ("suoi-mo.pdf", PDF)))

    shown = client.get(f"/manh/trang/{address(client)}")

    assert shown.content.startswith(PICTURE)
    assert [file.name for file in (tmp_path / "home" / "inbox").rglob("*") if file.is_file()] == []


def test_a_page_goes_with_its_report(client: TestClient, tmp_path: Path) -> None:
    send(client, "suoi-mo.pdf", PDF)
    where = address(client)

    assert client.delete("/api/reports/suoi-mo").status_code == 204

    assert client.get(f"/manh/trang/{where}").status_code == 404
    assert list((tmp_path / "home" / "originals").iterdir()) == []


def test_a_page_whose_file_is_gone_is_said(client: TestClient, tmp_path: Path) -> None:
    send(client, "suoi-mo.pdf", PDF)
    where = address(client)
    for copy in (tmp_path / "home" / "originals").iterdir():
        copy.unlink()

    hit = client.get("/api/search?q=ty+le+che+phu+rung").json()["results"][0]
    passage = client.get(f"/manh/doan/{hit['passage_id']}").text

    assert "Không xem được ảnh của trang này" in passage
    assert client.get(f"/manh/trang/{where}").status_code == 404


def test_a_page_is_for_those_who_may_see_its_report(open_client: Callable[..., TestClient]) -> None:
    client = open_client(access=True)
    desk: Reception = client.app.state.reception  # type: ignore[attr-defined] # a FastAPI app
    (_, admin), (_, inside), (_, outside) = (
        desk.keys.create("quản trị", [Scope.ADMIN]),
        desk.keys.create("trong", [Scope.READ], ["van-phong"]),
        desk.keys.create("ngoài", [Scope.READ], ["so-khac"]),
    )
    boss, member, stranger = ({"Authorization": f"Bearer {token}"} for token in (admin, inside, outside))
    send(client, "suoi-mo.pdf", PDF, **boss)
    where = address(client, **boss)

    client.put("/api/reports/suoi-mo/groups", json={"groups": ["van-phong"]}, headers=boss)

    assert client.get(f"/manh/trang/{where}", headers=member).content.startswith(PICTURE)
    assert client.get(f"/manh/trang/{where}", headers=stranger).status_code == 404
    assert client.get(f"/manh/trang/{where}").status_code == 401


def test_pages_come_back_with_a_backup(client: TestClient, tmp_path: Path) -> None:
    send(client, "suoi-mo.pdf", PDF)

    back_up(tmp_path / "home", tmp_path / "b.tar.gz")
    restore(tmp_path / "b.tar.gz", tmp_path / "other")

    copies = [[file.name for file in (tmp_path / home / "originals").iterdir()] for home in ("home", "other")]
    assert len(copies[0]) == 1
    assert copies[0] == copies[1]


@pytest.mark.parametrize(("confidence", "told"), [(None, False), (97, False), (83, True)])
def test_an_unsure_reading_is_said_beside_its_citation(confidence: int | None, *, told: bool) -> None:
    answer = {
        **dict.fromkeys(("answer_id", "conversation_id", "answer", "engine"), ""),
        **{name: [] for name in ("calculations", "warnings", "follow_ups")},
        "status": "answered",
        "elapsed_ms": 1,
        "citations": [
            {
                **dict.fromkeys(("passage_id", "report_id", "report_title", "file", "text"), "x"),
                "marker": 1,
                "kind": "body",
                "section": [],
                "footnote": None,
                "table_row": None,
                "spans": [],
                "page": 2,
                "confidence": confidence,
            }
        ],
    }

    (source,) = answer_view(answer).sources

    assert source.where == ("trang 2, đọc từ ảnh, độ tin cậy 83%" if told else "trang 2")

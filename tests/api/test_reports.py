"""Reports sent in, read, found, replaced, kept from those who may not see them, and taken out."""

import io
import time
import zipfile
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from api.access.principal import Scope
from api.reception import Reception
from api.schemas.figures import FigurePage, IndicatorPage
from api.schemas.findings import FindingPage
from api.schemas.reports import PassageDetail, ReportDetail, ReportPage, SearchPage

FIRST = """ĐẢNG BỘ TỈNH BÌNH MINH
HUYỆN ỦY AN HÒA
*
BÁO CÁO
kết quả thực hiện nhiệm vụ năm 2023

**I- KẾT QUẢ THỰC HIỆN**

1. Trồng mới 312 ha rừng¹, tỷ lệ che phủ rừng đạt 41,5%. Thu ngân sách trên địa bàn đạt 87,2 tỷ đồng.

¹ Trong đó rừng sản xuất 250 ha.

2. Tỷ lệ hộ nghèo còn 9,8%.
"""
SECOND = FIRST.replace("312 ha", "318 ha").replace("năm 2023", "năm 2023 (bản sửa)")
SECRET = FIRST.replace("AN HÒA", "SƠN ĐÔNG").replace("312 ha", "977 ha").replace("87,2", "64,1")


def send(client: TestClient, name: str, text: str, **headers: str) -> dict[str, object]:
    """The finished job of one upload."""
    sent = client.post("/api/reports", files=[("files", (name, text.encode()))], headers=headers)
    assert sent.status_code == 202, sent.text
    return finish(client, sent.headers["location"], **headers)


def finish(client: TestClient, location: str, **headers: str) -> dict[str, object]:
    for _ in range(1500):
        job: dict[str, object] = client.get(location, headers=headers).json()
        if job["status"] in {"done", "failed", "cancelled"}:
            return job
        time.sleep(0.02)
    message = "the job never ends"
    raise AssertionError(message)


@pytest.fixture
def stocked(client: TestClient) -> TestClient:
    job = send(client, "an-hoa.txt", FIRST)
    assert job["status"] == "done", job
    return client


def test_a_report_that_was_sent_in_is_listed_read_and_found(stocked: TestClient) -> None:
    page = ReportPage.model_validate(stocked.get("/api/reports").json(), strict=True)
    report = ReportDetail.model_validate(
        stocked.get(f"/api/reports/{page.results[0].id}").json(), strict=True
    )
    found = SearchPage.model_validate(stocked.get("/api/search?q=trong+moi+rung").json(), strict=True)

    assert page.total == 1
    assert report.footnotes[0].text == "Trong đó rừng sản xuất 250 ha."
    assert any("312 ha" in hit.text for hit in found.results)


def test_spans_point_into_the_source_as_it_is_served(stocked: TestClient) -> None:
    source = stocked.get("/api/reports/an-hoa/source").text
    hit = stocked.get("/api/search?q=thu+ngan+sach").json()["results"][0]

    quoted = "".join(source[start:end] for start, end in hit["spans"])
    assert source == FIRST
    assert "87,2 tỷ đồng" in quoted


def test_a_passage_comes_with_its_neighbours_and_a_tag(stocked: TestClient) -> None:
    hit = stocked.get("/api/search?q=ho+ngheo").json()["results"][0]

    first = stocked.get(f"/api/passages/{hit['passage_id']}")
    again = stocked.get(
        f"/api/passages/{hit['passage_id']}", headers={"If-None-Match": first.headers["etag"]}
    )

    PassageDetail.model_validate(first.json(), strict=True)
    assert again.status_code == 304
    assert not again.content


@pytest.mark.parametrize("path", ["/api/reports/an-hoa", "/api/reports/an-hoa/source"])
def test_a_tag_changes_with_the_report(stocked: TestClient, path: str) -> None:
    tag = stocked.get(path).headers["etag"]
    assert stocked.get(path, headers={"If-None-Match": tag}).status_code == 304

    send(stocked, "an-hoa.txt", SECOND)

    assert stocked.get(path, headers={"If-None-Match": tag}).status_code == 200


def test_figures_are_listed_page_by_page_with_their_sources(stocked: TestClient) -> None:
    whole = FigurePage.model_validate(stocked.get("/api/figures").json(), strict=True)
    second = FigurePage.model_validate(stocked.get("/api/figures?limit=1&offset=1").json(), strict=True)

    assert whole.total == len(whole.results) == second.total
    assert second.results == whole.results[1:2]
    assert "87.2" in {figure.value for figure in whole.results}
    assert stocked.get(f"/api/figures/{whole.results[0].id}").json()["written"] == whole.results[0].written
    assert stocked.get("/api/figures?place=khong+co").json() == {"total": 0, "results": []}


def test_indicators_are_found_without_diacritics(client: TestClient) -> None:
    found = IndicatorPage.model_validate(client.get("/api/indicators?q=che+phu+rung").json(), strict=True)

    assert "che phủ rừng" in found.results[0].name


def test_a_file_of_the_same_name_takes_the_place_of_the_older_one(stocked: TestClient) -> None:
    job = send(stocked, "an-hoa.txt", SECOND)

    assert job["files"][0]["report_id"] == "an-hoa"  # type: ignore[index] # JSON
    assert stocked.get("/api/reports").json()["total"] == 1
    found = stocked.get("/api/search?q=trong+moi+rung").text
    assert "318 ha" in found
    assert "312 ha" not in found


def test_a_report_is_replaced_by_a_file_of_another_name(stocked: TestClient) -> None:
    sent = stocked.put("/api/reports/an-hoa", files={"file": ("ban-moi.txt", SECOND.encode())})
    job = finish(stocked, sent.headers["location"])

    assert job["status"] == "done"
    reports = stocked.get("/api/reports").json()
    assert reports["total"] == 1
    assert "318 ha" in stocked.get(f"/api/reports/{reports['results'][0]['id']}/source").text


def test_the_same_words_are_not_indexed_twice(stocked: TestClient) -> None:
    job = send(stocked, "ban-sao.txt", FIRST)

    assert "Trùng nội dung" in job["files"][0]["error"]  # type: ignore[index]
    assert stocked.get("/api/reports").json()["total"] == 1


def test_a_bad_file_does_not_stop_the_others(client: TestClient) -> None:
    sent = client.post(
        "/api/reports",
        files=[("files", ("hong.txt", b"\xff\xfe\x00\x01" * 50)), ("files", ("an-hoa.txt", FIRST.encode()))],
    )
    job = finish(client, sent.headers["location"])

    assert [file["status"] for file in job["files"]] == ["refused", "indexed"]  # type: ignore[attr-defined]
    assert job["status"] == "done"


def test_a_report_that_was_taken_out_is_found_no_more(stocked: TestClient) -> None:
    assert stocked.delete("/api/reports/an-hoa").status_code == 204

    assert stocked.get("/api/reports/an-hoa").status_code == 404
    assert stocked.get("/api/search?q=trong+moi+rung").json() == {"results": []}
    assert stocked.get("/api/figures").json()["total"] == 0


def test_a_comparison_that_cannot_be_made_says_why(stocked: TestClient) -> None:
    compared = stocked.post("/api/compare", json={"indicator": "tỷ lệ hộ nghèo"}).json()

    assert compared["result"] is None
    assert compared["refusal"]["message"]


def test_a_restricted_report_is_for_its_group_alone(open_client: Callable[..., TestClient]) -> None:
    client = open_client(access=True)
    desk: Reception = client.app.state.reception  # type: ignore[attr-defined] # a FastAPI app
    (_, admin), (_, inside), (_, outside) = (
        desk.keys.create("quản trị", [Scope.ADMIN]),
        desk.keys.create("trong", [Scope.READ], ["van-phong"]),
        desk.keys.create("ngoài", [Scope.READ], ["so-khac"]),
    )
    boss, member, stranger = ({"Authorization": f"Bearer {token}"} for token in (admin, inside, outside))
    send(client, "an-hoa.txt", FIRST, **boss)
    send(client, "son-dong.txt", SECRET, **boss)
    secret = client.get("/api/figures?report_id=son-dong", headers=boss).json()["results"][0]["id"]
    passage = client.get("/api/search?q=977", headers=boss).json()["results"][0]["passage_id"]

    restricted = client.put("/api/reports/son-dong/groups", json={"groups": ["van-phong"]}, headers=boss)

    assert restricted.json() == {"report_id": "son-dong", "groups": ["van-phong"]}
    for path in (
        "/api/reports/son-dong",
        "/api/reports/son-dong/source",
        f"/api/figures/{secret}",
        f"/api/passages/{passage}",
    ):
        assert client.get(path, headers=member).status_code == 200
        assert client.get(path, headers=stranger).status_code == 404
    for path in (
        "/api/reports",
        "/api/figures?limit=500",
        "/api/figures?report_id=son-dong",
        "/api/search?q=977+ha+rung&limit=50",
        "/api/search?q=977+ha+rung&report_id=son-dong",
        "/api/tools",
    ):
        told = client.get(path, headers=stranger)
        assert told.status_code == 200
        assert "son-dong" not in told.text
        assert "977" not in told.text
    found = {"indicator": "diện tích rừng trồng mới", "report_id": "son-dong"}
    assert "977" not in client.post("/api/tools/find_figures", json=found, headers=stranger).text


def test_the_audit_tells_what_does_not_add_up(client: TestClient) -> None:
    wrong = "BÁO CÁO\n\n1. Thu ngân sách đạt 43,6 tỷ đồng, bằng 61% kế hoạch (kế hoạch giao 55 tỷ đồng).\n"
    send(client, "sai.txt", wrong)

    page = FindingPage.model_validate(client.get("/api/audit").json(), strict=True)

    assert page.total == len(page.results)
    assert client.get("/api/audit?kind=duplicate").json()["total"] <= page.total


def test_a_misread_figure_is_corrected_with_a_reason_and_back_again(stocked: TestClient) -> None:
    figures = stocked.get("/api/figures?limit=500").json()["results"]
    misread = next(one for one in figures if one["written"].startswith("87,2"))
    path = f"/api/figures/{misread['id']}"

    made = stocked.put(f"{path}/correction", json={"written": "78,2", "reason": "Đảo chữ số"}).json()
    corrected = stocked.get(path).json()
    undone = stocked.delete(f"/api/corrections/{made['id']}?reason=Sửa nhầm")

    assert (corrected["written"], corrected["value"], corrected["unit"]) == ("78,2", "78.2", misread["unit"])
    assert undone.status_code == 204
    assert stocked.get(path).json() == misread
    kept = stocked.get("/api/corrections?revoked=true").json()
    assert [(one["reason"], one["revoked_because"]) for one in kept] == [("Đảo chữ số", "Sửa nhầm")]
    assert stocked.get("/api/corrections").json() == []


def test_a_withdrawn_figure_is_listed_no_more(stocked: TestClient) -> None:
    figure = stocked.get("/api/figures?limit=1").json()["results"][0]["id"]

    assert stocked.put(f"/api/figures/{figure}/correction", json={"reason": "Số trang"}).json()["withdrawn"]

    assert stocked.get(f"/api/figures/{figure}").status_code == 404


@pytest.mark.parametrize("written", ["không phải số", "12,3,4 và 5"])
def test_a_correction_must_be_a_number(stocked: TestClient, written: str) -> None:
    figure = stocked.get("/api/figures?limit=1").json()["results"][0]["id"]

    refused = stocked.put(f"/api/figures/{figure}/correction", json={"written": written, "reason": "Sai"})

    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "written"


def test_a_report_sent_for_a_group_is_never_seen_by_others(open_client: Callable[..., TestClient]) -> None:
    client = open_client(access=True)
    desk: Reception = client.app.state.reception  # type: ignore[attr-defined]
    (_, admin), (_, other) = desk.keys.create("a", [Scope.ADMIN]), desk.keys.create("b", [Scope.READ])
    boss, stranger = ({"Authorization": f"Bearer {token}"} for token in (admin, other))

    sent = client.post(
        "/api/reports",
        files=[("files", ("son-dong.txt", SECRET.encode()))],
        data={"groups": ["van-phong"]},
        headers=boss,
    )
    seen = set()
    while client.get(sent.headers["location"], headers=boss).json()["status"] not in {"done", "failed"}:
        seen.add(client.get("/api/reports", headers=stranger).json()["total"])
    seen.add(client.get("/api/reports", headers=stranger).json()["total"])

    assert seen == {0}
    assert client.get("/api/reports", headers=boss).json()["total"] == 1
    assert desk.visibility.groups() == {"son-dong": {"van-phong"}}


def test_a_hidden_report_is_neither_replaced_nor_betrayed_by_a_file_of_its_name_or_words(
    open_client: Callable[..., TestClient],
) -> None:
    client = open_client(access=True)
    desk: Reception = client.app.state.reception  # type: ignore[attr-defined]
    rights = [Scope.READ, Scope.UPLOAD]
    (_, admin), (_, inside), (_, outside) = (
        desk.keys.create("a", [Scope.ADMIN]),
        desk.keys.create("b", rights, ["van-phong"]),
        desk.keys.create("c", rights),
    )
    boss, member, stranger = ({"Authorization": f"Bearer {token}"} for token in (admin, inside, outside))
    send(client, "son-dong.txt", SECRET, **boss)
    client.put("/api/reports/son-dong/groups", json={"groups": ["van-phong"]}, headers=boss)

    copied = send(client, "khac.txt", SECRET, **stranger)
    same = send(client, "son-dong.txt", SECRET, **stranger)
    other = send(client, "son-dong.txt", FIRST, **stranger)
    kept = client.get("/api/reports/son-dong/source", headers=member).text
    mended = send(client, "son-dong.txt", SECRET.replace("977", "979"), **member)
    after = client.get("/api/reports/son-dong/source", headers=member).text

    for job in (copied, same):
        told = job["files"][0]  # type: ignore[index] # a list of files
        assert (told["status"], told["report_id"]) == ("refused", None)
        assert "một báo cáo đã có" in told["error"]
    assert other["files"][0]["report_id"] == "son-dong-2"  # type: ignore[index]
    assert kept == SECRET
    assert mended["files"][0]["report_id"] == "son-dong"  # type: ignore[index]
    assert "979 ha" in after
    assert client.get("/api/reports/son-dong", headers=stranger).status_code == 404


def test_an_archive_is_taken_as_the_reports_that_it_holds(client: TestClient) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        packed.writestr("nam-2023/an-hoa.txt", FIRST)
        packed.writestr("son-dong.txt", SECRET)
        packed.writestr("anh.png", b"\x89PNG")
        packed.writestr("trong/nua.zip", b"PK")

    sent = client.post("/api/reports", files=[("files", ("bo.zip", stream.getvalue()))])
    job = finish(client, sent.headers["location"])

    assert job["status"] == "done", job
    assert client.get("/api/reports").json()["total"] == 2
    refused = [one for one in job["files"] if one["status"] == "refused"]  # type: ignore[attr-defined] # a list of files
    assert [one["name"] for one in refused] == ["nua.zip (trong bo.zip)", "anh.png (trong bo.zip)"]
    assert all(one["error"] for one in refused)


def test_an_archive_that_cannot_be_opened_says_why(client: TestClient) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(5):
            packed.writestr(f"{number}.txt", bytes(100 * 1024 * 1024))

    answer = client.post("/api/reports", files=[("files", ("bom.zip", stream.getvalue()))])

    assert "bung ra quá lớn" in answer.text


def test_an_archive_without_reports_is_refused_by_name(client: TestClient) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        packed.writestr("anh.png", b"\x89PNG")

    answer = client.post("/api/reports", files=[("files", ("anh.zip", stream.getvalue()))])

    assert "anh.zip" in answer.text
    assert client.get("/api/reports").json()["total"] == 0

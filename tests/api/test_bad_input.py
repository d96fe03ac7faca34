"""Whatever is sent, the doors answer in words: no door breaks, none hangs, nothing is left behind."""

import io
import socket
import time
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    allow_header_conformance,
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.app import create_app
from api.uploads import safe_name
from assistant.settings import Settings

ENDED = {"done", "failed", "cancelled"}


SCHEMA = schemathesis.openapi.from_dict(create_app(Settings(home=Path("unused"))).openapi())


@SCHEMA.parametrize()
@settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
def test_no_door_breaks_and_each_keeps_to_its_description(
    case: schemathesis.Case[Any], lasting_address: str
) -> None:
    case.call_and_validate(
        base_url=lasting_address,
        checks=[
            not_a_server_error,
            status_code_conformance,
            content_type_conformance,
            response_schema_conformance,
            allow_header_conformance,
        ],
    )


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("..\\..\\windows\\bao-cao.txt", "bao-cao.txt"),
        ("/tuyet/doi.txt", "doi.txt"),
        ("..", ""),
        ("", ""),
        ("a\x00b\n.txt", "ab.txt"),
        ("C:bao:cao?.txt", "Cbaocao.txt"),
        ("Báo cáo.TXT", "Báo cáo.TXT"),
        ("ba\u0301o.txt", "báo.txt"),
        ("ộ" * 300 + ".txt", "ộ" * 60 + ".txt"),
        (".txt", "txt"),
        ("\u202etxt.exe", "txt.exe"),
    ],
)
def test_a_name_cannot_lead_out_of_its_folder(sent: str, kept: str) -> None:
    assert safe_name(sent) == kept


def finished(client: TestClient, job_id: str) -> dict[str, object]:
    """The job once it has ended."""
    for _ in range(600):
        job: dict[str, object] = client.get(f"/api/jobs/{job_id}").json()
        if job["status"] in ENDED:
            return job
        time.sleep(0.02)
    message = "the job never ends"
    raise AssertionError(message)


def bomb() -> bytes:
    """A document that unpacks to three hundred megabytes."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w") as inside,
    ):
        for _ in range(300):
            inside.write(b"\x00" * 1024 * 1024)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("bao-cao.exe", b"MZ", "Chỉ nhận các loại tệp"),
        ("bao-cao.zip", b"PK\x03\x04", "Chỉ nhận các loại tệp"),
        ("../bao-cao", b"A", "Chỉ nhận các loại tệp"),
        ("bao-cao.txt", b"", "Tệp trống"),
        ("bao-cao.docx", b"PK\x03\x04 hong", "Tệp hỏng"),
    ],
)
def test_a_file_that_cannot_be_a_report_is_named_with_the_reason(
    client: TestClient, tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    sent = client.post("/api/reports", files=[("files", (name, content))])

    job = finished(client, sent.json()["id"])
    assert sent.status_code == 202
    assert job["status"] == "failed"
    assert words in job["files"][0]["error"]  # type: ignore[index] # JSON
    assert not list((tmp_path / "home" / "inbox").glob("*"))


def test_a_bomb_is_refused_without_being_unpacked(client: TestClient) -> None:
    sent = client.post("/api/reports", files=[("files", ("bom.docx", bomb()))])

    assert "quá lớn" in finished(client, sent.json()["id"])["files"][0]["error"]  # type: ignore[index]


def test_a_bomb_to_be_checked_is_refused_as_well(client: TestClient) -> None:
    sent = client.post("/api/check/file", files={"file": ("bom.docx", bomb())})

    assert sent.status_code == 422
    assert "quá lớn" in sent.json()["detail"]


def test_too_many_or_too_large_uploads_are_refused(open_client) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001 # a factory
    client = open_client(upload_files=2, upload_megabytes=1)

    many = client.post("/api/reports", files=[("files", (f"{number}.txt", b"A")) for number in range(3)])
    large = client.post("/api/reports", files=[("files", ("a.txt", b"A" * 2_000_000))])

    assert [many.status_code, large.status_code] == [413, 413]


def test_clients_that_hang_up_halfway_do_no_harm(address: str) -> None:
    host, port = urlsplit(address).hostname, urlsplit(address).port
    head = b" HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: "
    for sent in (
        b"POST /api/ask" + head + b"100\r\n\r\n{",
        b"POST /api/ask/stream" + head + b'17\r\n\r\n{"question": "a"}',
        b"GET / HTTP",
        b"\x16\x03\x01\x02\x00",
    ):
        with socket.create_connection((host, port)) as hung:
            hung.sendall(sent)
            hung.shutdown(socket.SHUT_WR)

    assert httpx2.get(f"{address}/healthz").status_code == 200


def test_a_client_that_never_reads_holds_up_nobody(address: str) -> None:
    host, port = urlsplit(address).hostname, urlsplit(address).port
    idle = [socket.create_connection((host, port)) for _ in range(20)]
    for one in idle:
        one.sendall(b"GET /api/openapi.json HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")

    answered = httpx2.post(f"{address}/api/ask", json={"question": "Trồng bao nhiêu rừng?"}, timeout=5)

    for one in idle:
        one.close()
    assert answered.status_code == 200

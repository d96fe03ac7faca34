"""Every error leaves as a problem that a person can act on."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from api.problems import MEDIA_TYPE, Kind


def problem_of(response: Response) -> dict[str, object]:
    assert response.headers["content-type"] == MEDIA_TYPE
    problem: dict[str, object] = response.json()
    assert problem["status"] == response.status_code
    assert problem["request_id"] == response.headers["x-request-id"]
    return problem


def test_a_missing_question_is_named(client: TestClient) -> None:
    problem = problem_of(client.post("/api/ask", json={}))

    assert problem["status"] == 422
    assert problem["errors"] == [{"field": "question", "message": "Thiếu mục này."}]


@pytest.mark.parametrize(
    ("method", "path", "sent", "status"),
    [
        (
            "POST",
            "/api/ask",
            {"content": b'{"question": "\xff"}', "headers": {"content-type": "application/json"}},
            400,
        ),
        ("POST", "/api/ask", {"content": b"{", "headers": {"content-type": "application/json"}}, 400),
        ("POST", "/api/ask", {"content": b"hi", "headers": {"content-type": "text/plain"}}, 415),
        (
            "POST",
            "/api/ask",
            {"content": b'{"question": "a"}', "headers": {"content-type": "text/plain"}},
            415,
        ),
        ("POST", "/api/ask", {"json": {"question": "a", "lạ": 1}}, 422),
        ("POST", "/api/ask", {"json": {"question": "   "}}, 422),
        (
            "POST",
            "/api/ask",
            {"content": b'{"question": "\\ud800"}', "headers": {"content-type": "application/json"}},
            422,
        ),
        ("POST", "/api/ask", {"json": {"question": "x" * 1_200_000}}, 413),
        ("POST", "/api/ask", {"json": {"question": "hỏng"}}, 500),
        ("DELETE", "/api/ask", {}, 405),
        ("GET", "/api/khong-co", {}, 404),
        ("GET", "/api/reports/khong-co", {}, 404),
        ("GET", "/api/passages/khong-co", {}, 404),
        ("GET", "/api/search", {}, 422),
        ("GET", "/api/search?q=a&limit=0", {}, 422),
        ("GET", "/api/jobs/khong-co", {}, 404),
        ("POST", "/api/reports", {"json": {}}, 415),
    ],
)
def test_an_error_has_its_own_status_and_words(
    client: TestClient, method: str, path: str, sent: dict[str, object], status: int
) -> None:
    response = client.request(method, path, **sent)  # type: ignore[arg-type] # what each case sends

    assert response.status_code == status
    problem_of(response)


def test_a_body_sent_in_pieces_is_refused_when_it_grows_too_large(client: TestClient) -> None:
    pieces = (b" " * 65536 for _ in range(20))

    response = client.post("/api/ask", content=pieces, headers={"content-type": "application/json"})

    assert problem_of(response)["status"] == 413


@pytest.mark.parametrize("kind", Kind)
def test_a_title_says_what_to_do(kind: Kind) -> None:
    assert kind.title.endswith(".")
    assert len(kind.title) > 30


def test_what_broke_inside_stays_inside(client: TestClient) -> None:
    assert "ZeroDivision" not in client.post("/api/ask", json={"question": "hỏng"}).text


def test_every_response_keeps_a_browser_safe(
    client: TestClient, open_client: Callable[..., TestClient]
) -> None:
    public = open_client(public_url="https://baocao.example", allowed_hosts="baocao.example")

    for path in ("/", "/api/reports", "/api/khong-co"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "script-src 'self'" in headers["content-security-policy"]
        assert "unsafe-inline" not in headers["content-security-policy"]
        assert "strict-transport-security" not in headers
    assert "max-age" in public.get("/healthz").headers["strict-transport-security"]

"""Who may do what, and from where."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.access.gate import COOKIE
from api.access.limits import Buckets
from api.access.principal import Scope
from api.cli import main
from api.problems import ProblemError
from api.reception import Reception
from api.stores.keys import Keys

QUESTION = {"question": "Trồng bao nhiêu rừng?"}


@pytest.fixture
def guarded(open_client) -> TestClient:  # type: ignore[no-untyped-def] # noqa: ANN001 # a factory
    client: TestClient = open_client(access=True, asks_per_minute=5)
    return client


@pytest.fixture
def keys(guarded: TestClient) -> Keys:
    desk: Reception = guarded.app.state.reception  # type: ignore[attr-defined] # a FastAPI app
    return desk.keys


def with_key(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_without_a_key_nothing_but_health_is_told(guarded: TestClient) -> None:
    assert guarded.get("/healthz").status_code == 200
    for path in ("/api/reports", "/api/search?q=a", "/v1/models", "/metrics", "/api/conversations"):
        refused = guarded.get(path)
        assert refused.status_code == 401
        assert refused.headers["www-authenticate"] == "Bearer"
    assert guarded.post("/mcp", json={}).status_code == 401


@pytest.mark.parametrize(
    ("scope", "method", "path", "status"),
    [
        (Scope.READ, "GET", "/api/reports", 200),
        (Scope.READ, "POST", "/api/ask", 403),
        (Scope.ASK, "POST", "/api/ask", 200),
        (Scope.ASK, "GET", "/api/reports", 200),
        (Scope.ASK, "DELETE", "/api/reports/x", 403),
        (Scope.UPLOAD, "POST", "/api/ask", 403),
        (Scope.ADMIN, "POST", "/api/ask", 200),
        (Scope.ADMIN, "DELETE", "/api/reports/x", 404),
    ],
)
def test_a_key_may_what_its_scope_says(  # noqa: PLR0917
    guarded: TestClient, keys: Keys, scope: Scope, method: str, path: str, status: int
) -> None:
    _, token = keys.create("thử", [scope])

    sent = guarded.request(method, path, headers=with_key(token), json=QUESTION if method == "POST" else None)

    assert sent.status_code == status


def test_without_a_key_nobody_learns_how_many_reports_there_are(guarded: TestClient) -> None:
    assert guarded.get("/readyz").json() == {"status": "ok", "reports": None}


def test_the_owner_of_a_job_is_known_as_long_as_the_key_is_good(keys: Keys) -> None:
    key_id, _ = keys.create("thử", [Scope.UPLOAD], ["van-phong"])
    token = keys.welcome("ai-do", "Ai đó", [Scope.READ], ["tong-hop"])
    visitor = keys.visitor(token)

    known = keys.principal(f"key:{key_id}")
    assert known is not None
    assert known.groups == {"van-phong"}
    assert visitor is not None
    assert keys.principal(visitor.id) == visitor
    keys.revoke(key_id)
    assert keys.principal(f"key:{key_id}") is None
    assert keys.principal("key:khong-co") is None


def test_a_revoked_or_invented_key_opens_nothing(guarded: TestClient, keys: Keys) -> None:
    key_id, token = keys.create("thử", [Scope.READ])
    assert keys.revoke(key_id)

    assert guarded.get("/api/reports", headers=with_key(token)).status_code == 401
    assert guarded.get("/api/reports", headers=with_key("bc_doan-mo")).status_code == 401


def test_a_key_is_never_kept_as_it_is(guarded: TestClient, keys: Keys, tmp_path: Path) -> None:
    _, token = keys.create("thử", [Scope.READ])
    guarded.get("/api/reports", headers=with_key(token))

    kept = b"".join(file.read_bytes() for file in (tmp_path / "home").rglob("*") if file.is_file())
    assert token.encode() not in kept


def test_one_persons_conversations_are_not_there_for_another(guarded: TestClient, keys: Keys) -> None:
    (_, one), (_, other) = keys.create("một", [Scope.ASK]), keys.create("hai", [Scope.ASK])
    answer = guarded.post("/api/ask", json=QUESTION, headers=with_key(one)).json()
    talk = answer["conversation_id"]

    for method, path in (
        ("GET", f"/api/conversations/{talk}"),
        ("DELETE", f"/api/conversations/{talk}"),
        ("GET", f"/api/conversations/{talk}/export"),
        ("GET", f"/api/answers/{answer['answer_id']}"),
    ):
        assert guarded.request(method, path, headers=with_key(other)).status_code == 404
    assert guarded.get("/api/conversations", headers=with_key(other)).json()["total"] == 0
    assert guarded.get(f"/api/conversations/{talk}", headers=with_key(one)).status_code == 200


def test_too_many_questions_are_asked_to_wait(guarded: TestClient, keys: Keys) -> None:
    _, token = keys.create("thử", [Scope.ASK])

    sent = [guarded.post("/api/ask", json=QUESTION, headers=with_key(token)) for _ in range(7)]

    assert [one.status_code for one in sent[:5]] == [200] * 5
    assert sent[-1].status_code == 429
    assert int(sent[-1].headers["retry-after"]) >= 1


def test_a_bucket_fills_again() -> None:
    now = [0.0]
    buckets = Buckets(2, lambda: now[0])
    buckets.take("a")
    buckets.take("a")
    with pytest.raises(ProblemError):
        buckets.take("a")

    now[0] = 31.0

    buckets.take("a")


def test_a_session_cookie_counts_only_from_our_own_pages(guarded: TestClient, keys: Keys) -> None:
    token = keys.welcome("oidc:an", "An", [Scope.ASK], [])
    guarded.cookies.set(COOKIE, token)

    own = guarded.post("/api/ask", json=QUESTION, headers={"Origin": "http://127.0.0.1:8000"})
    foreign = guarded.post("/api/ask", json=QUESTION, headers={"Origin": "https://xau.example"})
    silent = guarded.post("/api/ask", json=QUESTION)

    assert [own.status_code, foreign.status_code, silent.status_code] == [200, 403, 403]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "http://127.0.0.1:8000"}, 200),
        ({"Origin": "https://xau.example"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Host": "xau.example"}, 403),
        ({"Host": "localhost:1234"}, 200),
        ({"Host": "[::1]:8000"}, 200),
        ({"Host": "[::1"}, 403),
    ],
)
def test_while_access_is_off_only_this_machine_is_served(
    client: TestClient, headers: dict[str, str], status: int
) -> None:
    assert client.post("/api/ask", json=QUESTION, headers=headers).status_code == status


def test_what_was_done_is_written_down_without_the_words(guarded: TestClient, keys: Keys) -> None:
    key_id, token = keys.create("thử", [Scope.ASK])
    guarded.post("/api/ask", json=QUESTION, headers=with_key(token))

    desk: Reception = guarded.app.state.reception  # type: ignore[attr-defined]
    events = desk.audit_log.listed(limit=10, offset=0)

    assert [(one["actor"], one["action"]) for one in events] == [(f"key:{key_id}", "ask")]
    assert "rừng" not in str(events)


def test_keys_are_created_listed_and_revoked_by_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BAOCAO_HOME", str(tmp_path / "other"))

    assert main(["keys", "create", "Trang tổng hợp", "--scope", "read", "--group", "van-phong"]) == 0
    token = capsys.readouterr().out.strip()
    assert main(["keys", "list"]) == 0
    listed = capsys.readouterr().out
    assert main(["keys", "revoke", listed.split()[0]]) == 0

    assert token.startswith("bc_")
    assert "Trang tổng hợp: quyền read, nhóm van-phong" in listed
    assert token not in listed
    assert main(["keys", "revoke", "khong-co"]) == 1

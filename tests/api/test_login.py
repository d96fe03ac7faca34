"""People log in with the administration's own provider; a forged or foreign identity opens nothing."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
import uvicorn
from fastapi.testclient import TestClient
from httpx2 import Response as Answer
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from api.access.oidc import Attempt

KEY = RSAKey.generate_key(2048, parameters={"kid": "khóa-1"})
FORGED = RSAKey.generate_key(2048, parameters={"kid": "khóa-1"})


class Provider:
    """An identity provider of our own: it lets everybody in, and can be told to lie."""

    def __init__(self) -> None:
        self.address, self.nonce = "", ""
        self.lies: dict[str, object] = {}
        self.key = KEY
        self.app = Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self.describe),
                Route("/token", self.give, methods=["POST"]),
                Route("/keys", self.keys),
            ]
        )

    async def describe(self, _: Request) -> Response:
        """Where everything is."""
        said = {"authorization_endpoint": "auth", "token_endpoint": "token", "jwks_uri": "keys"}
        return JSONResponse(
            {"issuer": self.address} | {name: f"{self.address}/{path}" for name, path in said.items()}
        )

    async def give(self, request: Request) -> Response:
        """An identity for a good code."""
        form = parse_qs((await request.body()).decode())
        if form["code"] != ["mã-tốt"] or not form["code_verifier"]:
            return JSONResponse({"error": "invalid_grant"}, 400)
        claims = {
            "iss": self.address,
            "aud": "baocao",
            "sub": "an",
            "name": "Nguyễn Thị An",
            "groups": ["van-phong"],
            "nonce": self.nonce,
            "exp": int(time.time()) + 300,
        }
        token = jwt.encode({"alg": "RS256", "kid": "khóa-1"}, claims | self.lies, self.key)
        return JSONResponse({"access_token": "x", "token_type": "Bearer", "id_token": token})

    async def keys(self, _: Request) -> Response:
        """The public key."""
        return JSONResponse({"keys": [KEY.as_dict(private=False)]})


@pytest.fixture
def provider() -> Iterator[Provider]:
    provider = Provider()
    server = uvicorn.Server(uvicorn.Config(provider.app, log_config=None, ws="none"))
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        provider.address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield provider
        server.should_exit = True
        thread.join()


@pytest.fixture
def guarded(open_client: Callable[..., TestClient], provider: Provider) -> TestClient:
    client = open_client(
        access=True,
        oidc_issuer=provider.address,
        oidc_client_id="baocao",
        oidc_client_secret="kín",  # noqa: S106 # of a provider of our own
        oidc_admin_group="quan-tri",
    )
    client.follow_redirects = False
    return client


def log_in(client: TestClient, provider: Provider, *, code: str = "mã-tốt", then: str = "/") -> Answer:
    """The answer to a browser that comes back from the provider."""
    away = client.get("/api/login", params={"then": then})
    sent = parse_qs(urlsplit(away.headers["location"]).query)
    provider.nonce = sent["nonce"][0]
    return client.get("/api/login/callback", params={"code": code, "state": sent["state"][0]})


def test_whoever_logs_in_may_ask_and_read_in_their_own_name(guarded: TestClient, provider: Provider) -> None:
    back = log_in(guarded, provider, then="/bao-cao?trang=2")

    assert back.status_code == 303
    assert back.headers["location"] == "/bao-cao?trang=2"
    assert guarded.get("/api/me").json() == {
        "name": "Nguyễn Thị An",
        "scopes": ["ask", "read"],
        "groups": ["van-phong"],
        "login": True,
    }


def test_a_member_of_the_administrators_group_administers(guarded: TestClient, provider: Provider) -> None:
    provider.lies = {"groups": ["quan-tri"]}
    log_in(guarded, provider)

    assert guarded.get("/api/me").json()["scopes"] == ["admin"]


def test_whoever_logs_out_is_out_at_once(guarded: TestClient, provider: Provider) -> None:
    log_in(guarded, provider)
    cookies = dict(guarded.cookies)
    assert guarded.get("/api/me").status_code == 200

    left = guarded.post("/api/logout", headers={"Origin": "http://127.0.0.1:8000"})

    guarded.cookies.update(cookies)
    assert left.status_code == 204
    assert guarded.get("/api/me").status_code == 401


@pytest.mark.parametrize(
    "lies",
    [
        {"iss": "http://ke-khac.example"},
        {"aud": "ung-dung-khac"},
        {"exp": 1},
        {"nonce": "của-lần-khác"},
        {"sub": None},
    ],
)
def test_an_identity_that_does_not_fit_opens_nothing(
    guarded: TestClient, provider: Provider, lies: dict[str, object]
) -> None:
    provider.lies = lies

    refused = log_in(guarded, provider)

    assert refused.status_code == 401
    assert guarded.get("/api/me").status_code == 401


def test_a_forged_signature_opens_nothing(guarded: TestClient, provider: Provider) -> None:
    provider.key = FORGED

    assert log_in(guarded, provider).status_code == 401


def test_a_wrong_code_or_another_browsers_attempt_opens_nothing(
    guarded: TestClient, provider: Provider
) -> None:
    assert log_in(guarded, provider, code="mã-sai").status_code == 401

    guarded.get("/api/login")
    foreign = guarded.get("/api/login/callback", params={"code": "mã-tốt", "state": "của-người-khác"})
    guarded.cookies.clear()
    without = guarded.get("/api/login/callback", params={"code": "mã-tốt", "state": "x"})

    assert [foreign.status_code, without.status_code] == [403, 401]


def test_a_browser_without_a_session_is_shown_the_way(guarded: TestClient) -> None:
    sent = guarded.get("/api/reports?q=a", headers={"Accept": "text/html"})

    assert sent.status_code == 303
    assert sent.headers["location"] == "/api/login?then=/api/reports%3Fq%3Da"


@pytest.mark.parametrize(
    ("then", "kept"),
    [
        ("/bao-cao", "/bao-cao"),
        ("//xau.example", "/"),
        ("/\\xau.example", "/"),
        ("https://xau.example", "/"),
        ("javascript:1", "/"),
        ("/a\r\nX: 1", "/"),
        ("", "/"),
    ],
)
def test_a_login_ends_on_a_page_of_ours(then: str, kept: str) -> None:
    assert Attempt.begin(then).then == kept


@pytest.mark.parametrize("cookie", ["", "!!", "e30=", json.dumps({"state": "x"})])
def test_a_broken_attempt_is_none(cookie: str) -> None:
    assert Attempt.read(cookie) is None


def test_without_a_provider_there_is_nothing_to_log_in_to(client: TestClient) -> None:
    assert client.get("/api/login").status_code == 404
    assert client.get("/api/me").json()["login"] is False

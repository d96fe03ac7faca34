"""Logging in with the identity provider that an administration has already.

The authorization code flow with PKCE. What is checked of the identity token: signature, issuer, audience,
expiry, and that it answers the question that this browser asked (state and nonce).
"""

import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
from authlib.integrations.base_client import OAuthError  # type: ignore[import-untyped] # it ships no types
from authlib.integrations.httpx_client import AsyncOAuth2Client  # type: ignore[import-untyped] # it ships no types
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jwt import JWTClaimsRegistry

from api.access.principal import Scope
from api.problems import Kind, ProblemError
from assistant.settings import Settings

_ALGORITHMS: Final = ["RS256", "PS256", "ES256", "EdDSA"]
_TIMEOUT: Final = 10.0

# Any: what a provider says is JSON of any shape.
Said = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Attempt:
    """A login that was begun, as the browser keeps it until it comes back."""

    state: str
    nonce: str
    verifier: str
    then: str

    @classmethod
    def begin(cls, then: str) -> "Attempt":
        """A new attempt, to go on to a page of ours."""
        words = (secrets.token_urlsafe(24), secrets.token_urlsafe(24), secrets.token_urlsafe(48))
        return cls(*words, then if _is_ours(then) else "/")

    @classmethod
    def read(cls, cookie: str) -> "Attempt | None":
        """The attempt that a cookie holds."""
        try:
            held = json.loads(urlsafe_b64decode(cookie))
            return cls(**{name: str(held[name]) for name in ("state", "nonce", "verifier", "then")})
        except (ValueError, KeyError, TypeError):
            return None

    def write(self) -> str:
        """The attempt as a cookie's value."""
        return urlsafe_b64encode(json.dumps(asdict(self)).encode()).decode()


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who the provider says it is."""

    subject: str
    name: str
    scopes: tuple[Scope, ...]
    groups: tuple[str, ...]


class Provider:
    """The identity provider of the settings; asked about itself once."""

    def __init__(self, settings: Settings) -> None:
        if not settings.oidc_issuer or not settings.oidc_client_id:
            raise ProblemError(Kind.NOT_FOUND, "Máy chủ này không dùng đăng nhập; hãy dùng khóa truy cập.")
        self.settings, self.issuer = settings, settings.oidc_issuer.rstrip("/")
        self.client_id = settings.oidc_client_id
        self._told: Said | None = None

    async def address(self, attempt: Attempt, back: str) -> str:
        """Where the browser goes to log in."""
        told = await self._discovered()
        async with self._client(back) as client:
            address, _ = client.create_authorization_url(
                told["authorization_endpoint"],
                state=attempt.state,
                nonce=attempt.nonce,
                code_verifier=attempt.verifier,
            )
        return str(address)

    async def welcome(self, attempt: Attempt, back: str, code: str, state: str) -> Visitor:
        """Who has come back, once everything has been checked."""
        if not secrets.compare_digest(attempt.state.encode(), state.encode()):
            raise ProblemError(Kind.CSRF, "Lần đăng nhập này đã cũ. Hãy đăng nhập lại.")
        told = await self._discovered()
        try:
            async with self._client(back) as client:
                token = await client.fetch_token(
                    told["token_endpoint"], code=code, code_verifier=attempt.verifier
                )
                answer = await client.request("GET", told["jwks_uri"], withhold_token=True)
            claims = self._checked(token["id_token"], answer.json(), attempt.nonce, told["issuer"])
        except (OAuthError, JoseError, httpx.HTTPError, KeyError, ValueError) as error:
            raise ProblemError(Kind.UNAUTHENTICATED, "Nơi cấp đăng nhập không xác nhận.") from error
        return self._visitor(claims)

    def _client(self, back: str) -> AsyncOAuth2Client:
        secret = self.settings.oidc_client_secret
        return AsyncOAuth2Client(
            self.client_id,
            secret.get_secret_value() if secret else None,
            scope="openid profile email",
            redirect_uri=back,
            code_challenge_method="S256",
            token_endpoint_auth_method="client_secret_basic" if secret else "none",
            timeout=_TIMEOUT,
        )

    async def _discovered(self) -> Said:
        if self._told is None:
            try:
                async with httpx.AsyncClient(timeout=_TIMEOUT) as client:
                    answer = await client.get(f"{self.issuer}/.well-known/openid-configuration")
                    told: Said = answer.raise_for_status().json()
            except (httpx.HTTPError, ValueError) as error:
                raise ProblemError(Kind.UNAVAILABLE, "Không liên lạc được với nơi cấp đăng nhập.") from error
            if str(told.get("issuer", "")).rstrip("/") != self.issuer:
                raise ProblemError(Kind.UNAVAILABLE, "Nơi cấp đăng nhập không khớp với cài đặt.")
            self._told = told
        return self._told

    def _checked(self, token: str, keys: Said, nonce: str, issuer: str) -> Said:
        read = jwt.decode(token, KeySet.import_key_set({"keys": keys["keys"]}), algorithms=_ALGORITHMS)
        JWTClaimsRegistry(
            leeway=60,
            iss={"essential": True, "value": issuer},
            aud={"essential": True, "value": self.client_id},
            exp={"essential": True},
            sub={"essential": True},
            nonce={"essential": True, "value": nonce},
        ).validate(read.claims)
        return read.claims

    def _visitor(self, claims: Mapping[str, Any]) -> Visitor:
        told = claims.get(self.settings.oidc_groups_claim) or []
        groups = tuple(str(group) for group in (told if isinstance(told, list) else [told]))
        admin = self.settings.oidc_admin_group
        scopes = (Scope.ADMIN,) if admin and admin in groups else (Scope.READ, Scope.ASK)
        name = str(claims.get("name") or claims.get("preferred_username") or claims["sub"])
        return Visitor(f"{self.issuer}#{claims['sub']}", name, scopes, groups)


def _is_ours(address: str) -> bool:
    """Whether an address stays on this site: a path, and nothing that a browser takes for a host."""
    parts = urlsplit(address)
    plain = address.startswith("/") and not address.startswith(("//", "/\\")) and "\\" not in address
    return plain and not parts.scheme and not parts.netloc and address.isprintable()

"""Other places where somebody can sign in: Google, GitHub, and any OpenID Connect provider.

Provider      where its endpoints are, what it is asked for, how its answer becomes a `Profile`
  OpenId      discovery document, PKCE, nonce; the id_token is verified with the provider's keys
  GitHub      OAuth 2.0 without id_token: the profile and its verified addresses are asked for
"""

import base64
import hashlib
import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol
from urllib.parse import quote_plus, urlencode

import jwt
import orjson
import structlog
from pydantic import SecretStr

from .config import AuthConfig

if TYPE_CHECKING:
    import httpx2

log = structlog.get_logger(__name__)

_TIMEOUT_S: Final = 10.0
_MOST_BYTES: Final = 1_000_000
_DISCOVERED_FOR_S: Final = 3600.0
_SIGNATURES: Final = frozenset({"RS256", "PS256", "ES256", "EdDSA"})
_GOOGLE: Final = "https://accounts.google.com"


class ProviderFailed(Exception):
    """A provider did not answer, or answered what cannot be trusted."""


class Tokens(NamedTuple):
    """What a provider gave for a code."""

    access_token: str | None
    refresh_token: str | None
    id_token: str | None
    expires_in_s: int | None
    scope: str | None


class Profile(NamedTuple):
    """Who somebody is at a provider."""

    subject: str
    email: str | None
    email_verified: bool
    name: str
    image: str | None


class Provider(Protocol):
    """A place where somebody can sign in."""

    id: str
    name: str

    async def authorization_url(
        self,
        *,
        state: str,
        nonce: str,
        challenge: str,
        redirect_uri: str,
        scopes: Sequence[str],
        login_hint: str | None,
    ) -> str: ...

    async def exchange(self, code: str, *, verifier: str, redirect_uri: str) -> Tokens:
        """Raises ProviderFailed."""
        ...

    async def refresh(self, refresh_token: str) -> Tokens:
        """Raises ProviderFailed."""
        ...

    async def profile(self, tokens: Tokens, *, nonce: str) -> Profile:
        """Raises ProviderFailed."""
        ...


class _Web:
    """Requests to providers: no redirects, bounded in time and size."""

    def __init__(self) -> None:
        self._client: httpx2.AsyncClient | None = None

    async def json(self, method: str, url: str, **request: Any) -> Any:
        """The JSON that a provider answers. Raises ProviderFailed."""
        import httpx2

        if self._client is None:
            self._client = httpx2.AsyncClient(timeout=_TIMEOUT_S, follow_redirects=False)
        headers = {"accept": "application/json", "user-agent": "tasklore", **request.pop("headers", {})}
        try:
            async with self._client.stream(method, url, headers=headers, **request) as response:
                body = b""
                async for chunk in response.aiter_bytes():
                    body += chunk
                    if len(body) > _MOST_BYTES:
                        raise ProviderFailed("the answer is too large")
            if response.status_code != 200:
                raise ProviderFailed(f"{url} answered {response.status_code}")
            return orjson.loads(body)
        except (httpx2.HTTPError, orjson.JSONDecodeError) as error:
            raise ProviderFailed(f"{url}: {type(error).__name__}") from error

    async def close(self) -> None:
        if self._client is not None:
            await self._client.aclose()


class OpenId:
    """A provider of OpenID Connect, found by its discovery document."""

    def __init__(
        self, web: _Web, provider_id: str, name: str, issuer: str, client_id: str, secret: SecretStr | None, scopes: str
    ) -> None:
        self.id = provider_id
        self.name = name
        self._web = web
        self._issuer = issuer.rstrip("/")
        self._client_id = client_id
        self._secret = secret
        self._scopes = scopes.split()
        self._document: Mapping[str, Any] = {}
        self._keys: dict[str, jwt.PyJWK] = {}
        self._read_at = 0.0

    async def authorization_url(
        self,
        *,
        state: str,
        nonce: str,
        challenge: str,
        redirect_uri: str,
        scopes: Sequence[str],
        login_hint: str | None,
    ) -> str:
        document = await self._discovered()
        query = {
            "response_type": "code",
            "client_id": self._client_id,
            "redirect_uri": redirect_uri,
            "scope": " ".join(dict.fromkeys([*self._scopes, *scopes])),
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        if login_hint:
            query["login_hint"] = login_hint
        endpoint = str(document["authorization_endpoint"])
        return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(query)}"

    async def exchange(self, code: str, *, verifier: str, redirect_uri: str) -> Tokens:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "code_verifier": verifier,
            "redirect_uri": redirect_uri,
        }
        return await self._token(form)

    async def refresh(self, refresh_token: str) -> Tokens:
        return await self._token({"grant_type": "refresh_token", "refresh_token": refresh_token})

    async def _token(self, form: dict[str, str]) -> Tokens:
        document = await self._discovered()
        headers = {}
        # Without a word from the provider, the standard's default is HTTP Basic (OpenID Connect Core, section 9).
        if self._secret is None:
            form["client_id"] = self._client_id
        elif "client_secret_basic" in document.get("token_endpoint_auth_methods_supported", ["client_secret_basic"]):
            headers["authorization"] = _basic(self._client_id, self._secret.get_secret_value())
        else:
            form |= {"client_id": self._client_id, "client_secret": self._secret.get_secret_value()}
        return _tokens(await self._web.json("POST", str(document["token_endpoint"]), data=form, headers=headers))

    async def profile(self, tokens: Tokens, *, nonce: str) -> Profile:
        claims = await self._verified(tokens.id_token or "", nonce)
        endpoint = (await self._discovered()).get("userinfo_endpoint")
        if "email" not in claims and endpoint and tokens.access_token:
            bearer = {"authorization": f"Bearer {tokens.access_token}"}
            more = await self._web.json("GET", str(endpoint), headers=bearer)
            if not isinstance(more, dict) or more.get("sub") != claims["sub"]:
                raise ProviderFailed("the profile belongs to somebody else")
            claims = {**more, **claims}
        return Profile(
            subject=_text(str(claims["sub"])) or "",
            email=_text(claims.get("email")),
            email_verified=claims.get("email_verified") is True,
            name=_text(claims.get("name")) or _text(claims.get("preferred_username")) or "",
            image=_text(claims.get("picture")),
        )

    async def _verified(self, id_token: str, nonce: str) -> dict[str, Any]:
        """The claims of an id_token of this issuer, for us, from this sign-in."""
        document = await self._discovered()
        try:
            header = jwt.get_unverified_header(id_token)
            key = await self._key(str(header.get("kid", "")))
            claims: dict[str, Any] = jwt.decode(
                id_token,
                key.key,
                algorithms=[key.algorithm_name],
                audience=self._client_id,
                issuer=str(document["issuer"]),
                leeway=60,
                options={"require": ["exp", "iat", "sub", "aud", "iss"]},
            )
        except (jwt.InvalidTokenError, ValueError, TypeError, RecursionError) as error:
            raise ProviderFailed(f"the id_token is not valid: {type(error).__name__}") from error
        if claims.get("nonce") != nonce:
            raise ProviderFailed("the id_token is from another sign-in")
        return claims

    async def _key(self, kid: str) -> jwt.PyJWK:
        if kid not in self._keys:
            document = await self._discovered()
            found = await self._web.json("GET", str(document["jwks_uri"]))
            self._keys = _keys_of(found)
        # A provider with one key may leave its name out.
        key = self._keys.get(kid) or (next(iter(self._keys.values())) if len(self._keys) == 1 and not kid else None)
        if key is None or key.algorithm_name not in _SIGNATURES:
            raise ProviderFailed("the id_token is signed with an unknown key")
        return key

    async def _discovered(self) -> Mapping[str, Any]:
        if not self._document or time.monotonic() - self._read_at > _DISCOVERED_FOR_S:
            document = await self._web.json("GET", f"{self._issuer}/.well-known/openid-configuration")
            needed = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")
            if not isinstance(document, dict) or not all(isinstance(document.get(name), str) for name in needed):
                raise ProviderFailed("the discovery document is not complete")
            if document["issuer"].rstrip("/") != self._issuer:
                raise ProviderFailed(f"the discovery document names another issuer: {document['issuer'][:100]}")
            self._document, self._read_at = document, time.monotonic()
        return self._document


class GitHub:
    """GitHub: OAuth 2.0 with PKCE, and two requests for the profile."""

    id = "github"
    name = "GitHub"

    def __init__(
        self,
        web: _Web,
        client_id: str,
        secret: SecretStr,
        *,
        site: str = "https://github.com",
        api: str = "https://api.github.com",
    ) -> None:
        self._web = web
        self._client_id = client_id
        self._secret = secret
        self._site = site
        self._api = api

    async def authorization_url(
        self,
        *,
        state: str,
        nonce: str,
        challenge: str,
        redirect_uri: str,
        scopes: Sequence[str],
        login_hint: str | None,
    ) -> str:
        query = {
            "client_id": self._client_id,
            "redirect_uri": redirect_uri,
            "scope": " ".join(dict.fromkeys(["read:user", "user:email", *scopes])),
            "state": state,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        if login_hint:
            query["login"] = login_hint
        return f"{self._site}/login/oauth/authorize?{urlencode(query)}"

    async def exchange(self, code: str, *, verifier: str, redirect_uri: str) -> Tokens:
        return await self._token({"code": code, "code_verifier": verifier, "redirect_uri": redirect_uri})

    async def refresh(self, refresh_token: str) -> Tokens:
        return await self._token({"grant_type": "refresh_token", "refresh_token": refresh_token})

    async def _token(self, form: dict[str, str]) -> Tokens:
        secret = {"client_id": self._client_id, "client_secret": self._secret.get_secret_value()}
        return _tokens(await self._web.json("POST", f"{self._site}/login/oauth/access_token", data=form | secret))

    async def profile(self, tokens: Tokens, *, nonce: str) -> Profile:
        headers = {"authorization": f"Bearer {tokens.access_token}"}
        person = await self._web.json("GET", f"{self._api}/user", headers=headers)
        addresses = await self._web.json("GET", f"{self._api}/user/emails", headers=headers)
        if not isinstance(person, dict) or not isinstance(addresses, list) or not person.get("id"):
            raise ProviderFailed("GitHub's answer is not a profile")
        primary = next((one for one in addresses if isinstance(one, dict) and one.get("primary")), {})
        return Profile(
            subject=str(person["id"]),
            email=_text(primary.get("email")),
            email_verified=primary.get("verified") is True,
            name=_text(person.get("name")) or _text(person.get("login")) or "",
            image=_text(person.get("avatar_url")),
        )


class Providers:
    """The providers that are configured."""

    def __init__(self, config: AuthConfig) -> None:
        self._web = _Web()
        self._all: dict[str, Provider] = {}
        if config.google_client_id:
            scopes = "openid email profile"
            google = OpenId(
                self._web, "google", "Google", _GOOGLE, config.google_client_id, config.google_client_secret, scopes
            )
            self.add(google)
        if config.github_client_id and config.github_client_secret:
            self.add(GitHub(self._web, config.github_client_id, config.github_client_secret))
        if config.oidc_issuer and config.oidc_client_id:
            self.add(
                OpenId(
                    self._web,
                    "oidc",
                    config.oidc_name,
                    config.oidc_issuer,
                    config.oidc_client_id,
                    config.oidc_client_secret,
                    config.oidc_scopes,
                )
            )

    def add(self, provider: Provider) -> None:
        self._all[provider.id] = provider

    def get(self, provider_id: str) -> Provider | None:
        return self._all.get(provider_id)

    def __iter__(self) -> Any:
        return iter(self._all.values())

    async def close(self) -> None:
        await self._web.close()


def challenge_of(verifier: str) -> str:
    """The S256 challenge of a PKCE verifier (RFC 7636)."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def _basic(client_id: str, secret: str) -> str:
    """RFC 6749, section 2.3.1: both parts are form-encoded before they are joined."""
    return "Basic " + base64.b64encode(f"{quote_plus(client_id)}:{quote_plus(secret)}".encode()).decode()


def _tokens(answer: Any) -> Tokens:
    if not isinstance(answer, dict) or not (answer.get("access_token") or answer.get("id_token")):
        raise ProviderFailed("the provider refused the code")
    expires = answer.get("expires_in")
    return Tokens(
        access_token=_token(answer.get("access_token")),
        refresh_token=_token(answer.get("refresh_token")),
        id_token=_token(answer.get("id_token")),
        expires_in_s=expires if isinstance(expires, int) else None,
        scope=_text(answer.get("scope")),
    )


def _keys_of(document: Any) -> dict[str, jwt.PyJWK]:
    keys = {}
    for jwk in document.get("keys", [])[:50] if isinstance(document, dict) else []:
        if isinstance(jwk, dict) and jwk.get("use", "sig") == "sig" and jwk.get("kty") in ("RSA", "EC", "OKP"):
            try:
                keys[str(jwk.get("kid", ""))] = jwt.PyJWK(jwk)
            except jwt.PyJWKError:
                log.info("provider_key_passed_over", kty=jwk.get("kty"))
    return keys


def _text(value: Any, most: int = 2_000) -> str | None:
    """A text of a provider, as far as it can be stored."""
    return value.replace("\x00", "")[:most] or None if isinstance(value, str) else None


def _token(value: Any) -> str | None:
    return _text(value, 16_000)

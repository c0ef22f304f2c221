"""What one process holds for signing in, opened at start and closed at the end."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from typing import Final, Protocol

from tasklore.accounts.config import AccountsConfig
from tasklore.accounts.mail import Mailer
from tasklore.accounts.passwords import PasswordHasher
from tasklore.accounts.vault import Vault, derived_key
from tasklore.platform.config import PlatformConfig
from tasklore.platform.outbound import Outbound
from tasklore.platform.unit import Services, Unit

from .addresses import Proxies
from .api_keys import ApiKeyService
from .authenticator import RESOURCE_PATH, RequestAuthenticator
from .clients import Clients
from .config import AuthConfig
from .cookies import Signer
from .keys import ForeignKeys, KeyRing
from .limits import MemoryWindows, Windows
from .origins import Origins, is_loopback, origin_of
from .providers import Providers
from .revocation import Revocations
from .sessions import SessionService
from .tokens import KEY_SET_TOKEN_LIFE, KeySet, SharedSecret, VerifiedTokens, Verifier

ISSUER: Final = "tasklore"
AUDIENCE: Final = "tasklore-api"
"""Names in HS256 tokens. They are constants, so that an auth service and an API agree without knowing an address."""

BASE_PATH: Final = "/api/auth"


class AuthSettings(Protocol):
    """The sections of the settings that signing in reads."""

    @property
    def platform(self) -> PlatformConfig: ...
    @property
    def accounts(self) -> AccountsConfig: ...
    @property
    def auth(self) -> AuthConfig: ...


class AuthHost(Services, Protocol):
    """What the process provides."""

    @property
    def settings(self) -> AuthSettings: ...
    @property
    def redis_url(self) -> str | None: ...


class AuthServices:
    """Everything that signing in needs beyond the database."""

    def __init__(self, host: AuthHost, windows: Windows) -> None:
        settings = host.settings
        self.host = host
        self.config = settings.auth
        self.accounts = settings.accounts
        self.base_url = (settings.platform.public_url or "http://localhost:8000").rstrip("/")
        self.base_url_is_configured = settings.platform.public_url is not None
        secret, shared = secrets_of(settings.auth)
        self.signer = Signer(secret)
        self.vault = Vault(secret)
        self.link_secret = derived_key(secret, "tasklore links")
        self.hasher = PasswordHasher(settings.accounts)
        self.mailer = Mailer(host, settings.accounts, self.vault)
        self.proxies = Proxies(settings.platform.listed("trusted_proxies"))
        self.windows = windows
        self.secure_by_address = self.base_url.startswith("https://")
        self.origins = Origins(
            self.base_url,
            (*settings.platform.listed("cors_origins"), *_listed(settings.auth.trusted_origins)),
            own_host=settings.platform.public_url is None or is_loopback(self.base_url),
        )
        self.api_tokens = SharedSecret(
            shared,
            issuer=self.config.jwt_issuer or ISSUER,
            audience=self.config.jwt_audience or AUDIENCE,
            life=timedelta(minutes=self.config.access_token_expire_minutes),
        )
        self.keys = KeyRing(host, self.vault, timedelta(days=self.config.jwks_rotation_days))
        self.foreign = ForeignKeys(self.config.jwks_url) if self.config.jwks_url else None
        self.providers = Providers(settings.auth)
        self.outbound = Outbound()
        self.clients = Clients(self.outbound)
        self.verified = VerifiedTokens(self._verifiers(), host.clock)
        self.revoked = Revocations(host)
        self.authenticator = RequestAuthenticator(self)

    @property
    def token_life(self) -> timedelta:
        """The longest that a token made from a session may outlive it if nobody revoked it."""
        return max(self.api_tokens.life, KEY_SET_TOKEN_LIFE)

    def sessions(self, unit: Unit) -> SessionService:
        life = timedelta(days=self.config.session_days)
        return SessionService(unit, self.vault, self.revoked, life=life, token_life=self.token_life)

    def api_keys(self, unit: Unit) -> ApiKeyService:
        return ApiKeyService(unit, self.revoked, most_a_minute=self.config.api_key_requests_per_minute)

    def _own_key_set(self, path: str = "") -> KeySet:
        """Tokens of our own keys; where no address is configured, for any address of this machine."""
        base = self.base_url if self.base_url_is_configured else None
        return KeySet(self.keys.public, issuer=base, audience=base, path=path)

    def _verifiers(self) -> list[Verifier]:
        verifiers: list[Verifier] = [self._own_key_set(), self._own_key_set(RESOURCE_PATH)]
        if self.foreign is not None and self.config.jwks_url is not None:
            issuer = self.config.jwt_issuer or origin_of(self.config.jwks_url) or self.config.jwks_url
            verifiers.append(KeySet(self.foreign.public, issuer=issuer, audience=self.config.jwt_audience or issuer))
        if self.config.jwt_algorithm == "HS256":
            verifiers.insert(0, self.api_tokens)
        return verifiers


def secrets_of(config: AuthConfig) -> tuple[str, str]:
    """The secret of cookies and the secret of HS256 tokens; the wiring has seen to it that both are there."""
    assert config.better_auth_secret is not None
    assert config.jwt_secret is not None
    return config.better_auth_secret.get_secret_value(), config.jwt_secret.get_secret_value()


@asynccontextmanager
async def open_auth(host: AuthHost) -> AsyncIterator[AuthServices]:
    """Opens what signing in needs, and keeps it current until the end."""
    async with AsyncExitStack() as stack:
        windows: Windows = MemoryWindows()
        if host.redis_url is not None:
            from tasklore.platform.redis import connect

            from .redis_limits import RedisWindows

            client = connect(host.redis_url)
            stack.push_async_callback(client.aclose)
            windows = RedisWindows(client)
        auth = AuthServices(host, windows)
        stack.callback(auth.hasher.close)
        stack.push_async_callback(auth.providers.close)
        stack.push_async_callback(auth.outbound.close)
        if auth.foreign is not None:
            stack.push_async_callback(auth.foreign.close)
            await auth.foreign.start()
        await auth.keys.start()
        await auth.revoked.start()
        stack.push_async_callback(auth.revoked.close)
        await auth.mailer.start()
        stack.push_async_callback(auth.mailer.close)
        yield auth


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip().rstrip("/") for part in text.split(",") if part.strip())

"""Settings of signing in."""

from typing import Annotated, Literal

from pydantic import Field, SecretStr, field_validator

from tasklore.platform.config import CommaSeparated, Config, env

WELL_KNOWN_SECRETS = frozenset(
    {
        "better-auth-secret-123456789012345678901234",
        "better-auth-secret-12345678901234567890",
        "your-secret-key-here-change-in-production",
        "your-super-secret-jwt-key-change-in-production",
        "change-me-in-production-please-change-me",
        "changemechangemechangemechangeme",
    }
)
"""Secrets of examples and defaults that stop the start."""


class AuthConfig(Config):
    """Sessions, tokens, limits, providers."""

    better_auth_secret: Annotated[SecretStr | None, env("BETTER_AUTH_SECRET", example="openssl rand -hex 32")] = None
    """Secret that signs cookies and encrypts keys; 32 characters or more. Made on first run of the one-process mode."""

    jwt_secret: Annotated[
        SecretStr | None, env("JWT_SECRET", "JWT_SECRET_KEY", "SECRET_KEY", example="openssl rand -hex 32")
    ] = None
    """Secret shared by the auth service and the API for HS256 tokens; 32 characters or more."""

    jwt_algorithm: Literal["HS256", "EdDSA"] = "HS256"
    """Algorithm of the tokens that this API accepts: HS256 with JWT_SECRET, or EdDSA with a JWKS."""

    access_token_expire_minutes: Annotated[int, Field(ge=1, le=10_080)] = 60
    """Minutes that a token for the API is valid; 7 days at most."""

    refresh_token_expire_days: Annotated[int, Field(ge=1, le=365)] = 30
    """Days that a refresh token may be used to get a new pair."""

    jwks_url: Annotated[str | None, env("JWKS_URL", example="https://auth.example.org/api/auth/jwks")] = None
    """Key set of another issuer, such as a Better Auth server, whose EdDSA tokens the API accepts."""

    jwt_issuer: Annotated[str | None, env("JWT_ISSUER", example="https://auth.example.org")] = None
    """Issuer that the tokens of JWKS_URL name; its origin when unset."""

    jwt_audience: Annotated[str | None, env("JWT_AUDIENCE", example="https://auth.example.org")] = None
    """Audience that the tokens of JWKS_URL name; the issuer when unset."""

    jwks_rotation_days: Annotated[int, Field(ge=1, le=3650)] = 90
    """Days after which a new signing key takes over. The old one verifies for another 30 days."""

    session_days: Annotated[int, Field(ge=1, le=365)] = 7
    """Days that a session lives without being used."""

    auth_rate_limit_per_minute: Annotated[int, Field(ge=1, le=100_000)] = 10
    """Requests a minute and address to the auth routes; reads of a session that is signed in do not count."""

    auth_rate_limits: bool = True
    """The limits of the auth routes. Switch them off for load tests only."""

    trusted_origins: CommaSeparated = ""
    """Further origins that may sign in and be redirected to; comma separated. CORS_ORIGINS and PUBLIC_URL always may."""

    api_key_requests_per_minute: Annotated[int, Field(ge=1, le=100_000)] = 100
    """Requests a minute with one API key."""

    google_client_id: str | None = None
    """Client id for signing in with Google. Redirect address there: PUBLIC_URL/api/auth/callback/google"""

    google_client_secret: SecretStr | None = None
    """Client secret for signing in with Google."""

    github_client_id: str | None = None
    """Client id for signing in with GitHub. Redirect address there: PUBLIC_URL/api/auth/callback/github"""

    github_client_secret: SecretStr | None = None
    """Client secret for signing in with GitHub."""

    oidc_issuer: Annotated[str | None, env("OIDC_ISSUER", example="https://id.example.org/realms/main")] = None
    """Any OpenID Connect provider (Keycloak, Authentik, Zitadel, Entra, …); its discovery document is read there."""

    oidc_client_id: str | None = None
    """Client id at OIDC_ISSUER. Redirect address there: PUBLIC_URL/api/auth/callback/oidc"""

    oidc_client_secret: SecretStr | None = None
    """Client secret at OIDC_ISSUER; unset for a public client."""

    oidc_name: str = "Single sign-on"
    """What people read on the button for OIDC_ISSUER."""

    oidc_scopes: str = "openid email profile"
    """Scopes that are asked for at OIDC_ISSUER."""

    @field_validator("better_auth_secret", "jwt_secret")
    @classmethod
    def _strong(cls, value: SecretStr | None) -> SecretStr | None:
        if value is None:
            return None
        text = value.get_secret_value()
        if len(text) < 32:
            raise ValueError("must have 32 characters or more; make one with: openssl rand -hex 32")
        if text in WELL_KNOWN_SECRETS or len(set(text)) < 6:
            raise ValueError("is a well-known or guessable value; make one with: openssl rand -hex 32")
        return value

    @field_validator("jwks_url", "oidc_issuer")
    @classmethod
    def _web_address(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("https://", "http://")):
            raise ValueError("must start with https:// or http://")
        return value

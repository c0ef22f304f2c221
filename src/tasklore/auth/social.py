"""Signing in with a provider, and linking one to an account.

    start ──► state (bound to this browser by a cookie, ten minutes, once), PKCE, nonce ──► provider
    callback ──► code for tokens ──► profile ──► the account linked to it
                                             ├─► a user of the same address, verified on both sides: linked
                                             └─► a new user

Somebody with two-factor shows a code here as well: a provider's word is one factor.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final, NamedTuple

import orjson
import structlog
from starlette.responses import Response

from tasklore.accounts.random_text import random_text
from tasklore.accounts.user import User

from .cookies import STATE
from .exchange import Exchange
from .origins import with_query
from .providers import Profile, Provider, ProviderFailed, Tokens, challenge_of
from .sessions import SignedIn
from .two_factor import TwoFactorService
from .validation import is_email

log = structlog.get_logger(__name__)

STATE_LIFE: Final = timedelta(minutes=10)
_SEALED_FOR: Final = "provider token"


class Start(NamedTuple):
    """What somebody asks for when they start."""

    callback_url: str | None
    error_url: str | None
    new_user_url: str | None
    scopes: Sequence[str]
    login_hint: str | None


class Stopped(Exception):
    """The sign-in ends here; the code says why, in the page that asked for it."""

    def __init__(self, code: str, url: str | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.url = url


class SocialService:
    """Sign-in with providers, in one exchange."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    async def start(self, provider: Provider, asked: Start, *, link: SignedIn | None = None) -> str:
        """Stages the state, sets its cookie and gives the provider's address.

        Raises:
            ProviderFailed
        """
        exchange = self._exchange
        state, verifier, nonce = random_text(32), random_text(96), random_text(32)
        kept = {
            "provider": provider.id,
            "verifier": verifier,
            "nonce": nonce,
            "callback": asked.callback_url or exchange.base_url,
            "error": asked.error_url,
            "new": asked.new_user_url,
            "link": link.user.id if link else None,
        }
        url = await provider.authorization_url(
            state=state,
            nonce=nonce,
            challenge=challenge_of(verifier),
            redirect_uri=self._redirect_uri(provider),
            scopes=asked.scopes,
            login_hint=asked.login_hint,
        )
        value = exchange.auth.vault.seal(orjson.dumps(kept).decode(), _SEALED_FOR)
        exchange.verifications.put(_state(state), value, STATE_LIFE)
        exchange.set_signed_cookie(STATE, state, STATE_LIFE)
        return url

    async def finish(self, provider_id: str, answer: Mapping[str, str]) -> Response:
        """Where the browser goes after the provider sent it back."""
        exchange = self._exchange
        error_url: str | None = None
        try:
            kept = await self._kept(answer.get("state"), provider_id)
            error_url = kept["error"]
            if answer.get("error"):
                raise Stopped(_plain(answer["error"]))
            url = await self._finished(provider_id, kept, answer.get("code"))
        except Stopped as stopped:
            exchange.unit.discard()
            return exchange.redirect(with_query(error_url or f"{exchange.wire_base}/error", error=stopped.code))
        exchange.expire_cookie(STATE)
        return exchange.redirect(url)

    async def _kept(self, state: str | None, provider_id: str) -> dict[str, Any]:
        if not state:
            raise Stopped("state_not_found")
        # The cookie binds the flow to the browser that started it; without it, nothing is used up.
        if self._exchange.signed_cookie(STATE) != state:
            raise Stopped("state_mismatch")
        waiting = await self._exchange.verifications.take(_state(state))
        if waiting is None:
            raise Stopped("state_mismatch")
        kept: dict[str, Any] = orjson.loads(self._exchange.auth.vault.open(waiting.value, _SEALED_FOR))
        if kept["provider"] != provider_id:
            raise Stopped("state_mismatch")
        return kept

    async def _finished(self, provider_id: str, kept: dict[str, Any], code: str | None) -> str:
        exchange = self._exchange
        provider = exchange.auth.providers.get(provider_id)
        if provider is None:
            raise Stopped("oauth_provider_not_found")
        if not code:
            raise Stopped("no_code")
        try:
            tokens = await provider.exchange(code, verifier=kept["verifier"], redirect_uri=self._redirect_uri(provider))
        except ProviderFailed as error:
            log.warning("provider_refused_code", provider=provider_id, error=str(error))
            raise Stopped("invalid_code") from error
        try:
            profile = await provider.profile(tokens, nonce=kept["nonce"])
        except ProviderFailed as error:
            log.warning("provider_profile_failed", provider=provider_id, error=str(error))
            raise Stopped("unable_to_get_user_info") from error
        if kept["link"] is not None:
            await self._link(provider, profile, tokens, kept["link"])
            return str(kept["callback"])
        user, is_new = await self._user(provider, profile, tokens)
        if user.disabled:
            raise Stopped("account_disabled")
        onward = str((kept["new"] if is_new else None) or kept["callback"])
        if user.two_factor_enabled and await TwoFactorService(exchange).challenge(user, remember=True) is not None:
            return with_query(onward, two_factor="required")
        exchange.note(user.id, "signed_in", method=provider.id)
        exchange.sign_in(user)
        return onward

    async def _link(self, provider: Provider, profile: Profile, tokens: Tokens, user_id: str) -> None:
        """Links to the account of somebody who is signed in: only a verified address, and only their own."""
        accounts = self._exchange.accounts
        user = await accounts.get(user_id)
        if user is None or not profile.email_verified:
            raise Stopped("unable_to_link_account")
        if (profile.email or "").lower() != user.email:
            raise Stopped("email_does_not_match")
        existing = await accounts.account_of(provider.id, profile.subject)
        if existing is not None and existing["owner_id"] != user_id:
            raise Stopped("account_already_linked_to_different_user")
        self._keep(existing["id"] if existing else None, user_id, provider, profile, tokens)
        if existing is None:
            self._exchange.note(user_id, "account_linked", provider=provider.id)

    async def _user(self, provider: Provider, profile: Profile, tokens: Tokens) -> tuple[User, bool]:
        """Whose account this is, and whether it was made just now."""
        accounts = self._exchange.accounts
        existing = await accounts.account_of(provider.id, profile.subject)
        if existing is not None:
            user = await accounts.get(existing["owner_id"])
            if user is None:
                raise Stopped("unable_to_link_account")
            self._keep(existing["id"], user.id, provider, profile, tokens)
            return user, False
        if not profile.email or not is_email(profile.email):
            raise Stopped("email_not_found")
        user = await accounts.by_email(profile.email)
        if user is not None:
            # An address that either side has not verified may be somebody else's.
            if not (profile.email_verified and user.email_verified):
                raise Stopped("account_not_linked")
            self._exchange.note(user.id, "account_linked", provider=provider.id)
        else:
            if not self._exchange.auth.accounts.sign_up_enabled:
                raise Stopped("signup_disabled")
            user = await accounts.create(
                email=profile.email,
                name=profile.name[:200],
                image=profile.image,
                email_verified=profile.email_verified,
            )
            self._exchange.note(user.id, "signed_up", method=provider.id)
            self._keep(None, user.id, provider, profile, tokens)
            return user, True
        self._keep(None, user.id, provider, profile, tokens)
        return user, False

    def _keep(self, account_id: str | None, user_id: str, provider: Provider, profile: Profile, tokens: Tokens) -> None:
        accounts = self._exchange.accounts
        values = self._sealed(tokens)
        if account_id is None:
            accounts.add_account(user_id, provider.id, profile.subject, **values)
        else:
            accounts.change_account(account_id, **{name: value for name, value in values.items() if value is not None})

    def _sealed(self, tokens: Tokens) -> dict[str, Any]:
        def seal(token: str | None) -> str | None:
            return None if token is None else self._exchange.auth.vault.seal(token, _SEALED_FOR)

        life = tokens.expires_in_s
        return {
            "access_token": seal(tokens.access_token),
            "refresh_token": seal(tokens.refresh_token),
            "id_token": seal(tokens.id_token),
            "access_token_expires_at": None if life is None else self._exchange.now + timedelta(seconds=life),
            "scope": None if tokens.scope is None else ",".join(tokens.scope.replace(",", " ").split()),
        }

    async def renewed(self, provider: Provider, account: Mapping[str, Any]) -> Tokens:
        """A linked account's new tokens, staged in the place of the old ones.

        Raises:
            ProviderFailed
        """
        tokens = await provider.refresh(self.opened(account["refresh_token"]) or "")
        values = {name: value for name, value in self._sealed(tokens).items() if value is not None}
        self._exchange.accounts.change_account(account["id"], **values)
        return tokens

    def opened(self, sealed: str | None) -> str | None:
        """A token of a linked account in the clear."""
        return None if sealed is None else self._exchange.auth.vault.open(sealed, _SEALED_FOR)

    def _redirect_uri(self, provider: Provider) -> str:
        return f"{self._exchange.wire_base}/callback/{provider.id}"


def _state(state: str) -> str:
    return f"oauth-state:{state}"


def _plain(code: str) -> str:
    """A provider's error code, as far as it looks like one."""
    return "".join(letter for letter in code[:60] if letter.isalnum() or letter in "_-.") or "error"

"""The route class of everything that needs a signed-in user.

Who it is, whether they may come in, and how often, is settled before the body is read.
"""

import hashlib
from typing import Any, Final, Protocol, cast

from fastapi import Request
from starlette.responses import Response

from tasklore.platform.errors import Unauthenticated
from tasklore.platform.limits import Limiter, Rate
from tasklore.platform.unit import Services, Unit
from tasklore.platform.web.route import UnitRoute, services_of

from .principal import Authenticator

READS: Final = frozenset({"GET", "HEAD", "OPTIONS"})


class SignedInServices(Services, Protocol):
    """What the wiring provides beyond the platform's own services."""

    @property
    def authenticator(self) -> Authenticator: ...
    @property
    def limiter(self) -> Limiter: ...
    @property
    def rate(self) -> Rate | None: ...


class SignedInRoute(UnitRoute):
    """A route behind sign-in. A router sets `area`; its keys need `<area>:read`, `<area>:write` or `<area>:delete`."""

    area: str = "tasks"

    async def enter(self, request: Request, unit: Unit) -> Response | None:
        services = cast(SignedInServices, services_of(request))
        principal = await services.authenticator.principal(request, unit)
        if principal is None:
            raise Unauthenticated("Nobody is signed in.", hint="Sign in, or send a token or an API key.")
        if principal.scopes is not None:
            principal.require(self.scope_for(request.method))
        request.state.principal = principal
        if services.rate is not None and unit.attempt == 0:  # a race that was lost is not another request
            verdict = await services.limiter.take(f"user:{principal.user_id}", services.rate)
            request.state.rate = verdict
            verdict.require()
        return None

    async def leave(self, request: Request, unit: Unit, response: Response) -> None:
        rate: Any = getattr(request.state, "rate", None)
        if rate is not None:
            response.headers.update(rate.headers)
        renewed: str | None = getattr(request.state, "renewed_cookie", None)
        if renewed is not None:
            response.headers.append("set-cookie", renewed)

    def scope_for(self, method: str) -> str:
        """The scope that a key needs for this method on this route."""
        if method in READS:
            return f"{self.area}:read"
        return f"{self.area}:delete" if method == "DELETE" else f"{self.area}:write"


def fingerprint(*parts: bytes | str) -> str:
    """A short digest of a request's parts, to tell whether two are the same."""
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        digest.update(part.encode() if isinstance(part, str) else part)
        digest.update(b"\0")
    return digest.hexdigest()

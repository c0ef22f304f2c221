"""The route class: a request is a unit of work.

enter (who is it, may they)  →  endpoint  →  leave  →  commit  →  answer
      └────────────── again from here when the unit lost a race ──┘
"""

from collections.abc import Callable, Coroutine
from typing import Annotated, Any, cast

from fastapi import Depends, Request
from fastapi.routing import APIRoute
from starlette.responses import Response

from ..errors import PreconditionFailed, StaleWrite, UniqueViolation
from ..metrics import REDONE
from ..unit import ATTEMPTS, Services, Unit, back_off


class UnitRoute(APIRoute):
    """Begins a unit for each request and commits it before the answer is sent."""

    async def enter(self, request: Request, unit: Unit) -> Response | None:
        """Before the body is read: who is it, may they. An answer given here is final."""
        return None

    async def leave(self, request: Request, unit: Unit, response: Response) -> None:
        """After the endpoint, before the commit: may stage more."""

    def answerer(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """What answers inside the unit: the endpoint, behind FastAPI's reading of parameters and body."""
        return super().get_route_handler()

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        endpoint = self.answerer()

        async def handle(request: Request) -> Response:
            services = services_of(request)
            for attempt in range(ATTEMPTS):
                unit = Unit(services, attempt)
                request.state.unit = unit
                try:
                    answer = await self.enter(request, unit)
                    if answer is None:
                        answer = await endpoint(request)
                        await self.leave(request, unit, answer)
                    await unit.commit()
                except (StaleWrite, UniqueViolation) as error:
                    if "if-match" in request.headers and isinstance(error, StaleWrite):
                        raise PreconditionFailed(
                            "Somebody changed this since you read it.", hint="Read it again and repeat the change."
                        ) from error
                    if attempt == ATTEMPTS - 1:
                        raise
                    REDONE.inc()
                    await back_off(attempt)
                else:
                    return answer
            raise AssertionError("unreachable")

        return handle


def services_of(request: Request) -> Services:
    """What this process's wiring provides."""
    return cast(Services, request.app.state.services)


def _unit(request: Request) -> Unit:
    return cast(Unit, request.state.unit)


async def unit_of(request: Request) -> Unit:
    """The unit of this request."""
    return _unit(request)


RequestUnit = Annotated[Unit, Depends(unit_of)]

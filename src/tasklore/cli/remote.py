"""A server, over HTTP."""

from collections.abc import AsyncIterator, Mapping
from types import TracebackType
from typing import Any, Final, Self

import httpx2

from tasklore import __version__

from .client import Json
from .errors import Failure

_WAIT: Final = httpx2.Timeout(30, read=300)


class RemoteClient:
    """One person's tasks on a server."""

    def __init__(self, server: str, token: str | None) -> None:
        self.server = server
        headers = {"user-agent": f"tasklore-cli/{__version__}"}
        if token is not None:
            headers["authorization"] = f"Bearer {token}"
        self._http = httpx2.AsyncClient(base_url=server, headers=headers, timeout=_WAIT)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.aclose()

    async def me(self) -> Json:
        me = await self._json("GET", "/api/v1/auth/me")
        return {name: me[name] for name in ("id", "email", "name")}

    async def tasks(self, query: Mapping[str, Any]) -> Json:
        return await self._object("GET", "/api/v1/tasks", params=dict(query))

    async def task(self, task_id: str) -> Json:
        return await self._object("GET", f"/api/v1/tasks/{task_id}")

    async def comments(self, task_id: str) -> list[Json]:
        return await self._all(f"/api/v1/tasks/{task_id}/comments")

    async def projects(self) -> list[Json]:
        return await self._all("/api/v1/projects")

    async def delete_project(self, project_id: str) -> None:
        await self._json("DELETE", f"/api/v1/projects/{project_id}")

    async def add(self, text: str, timezone: str | None) -> Json:
        body = {"text": text, **({"timezone": timezone} if timezone else {})}
        return await self._object("POST", "/api/v1/tasks/quick", json=body)

    async def complete(self, task_id: str) -> Json:
        return await self._object("POST", f"/api/v1/tasks/{task_id}/complete")

    async def history(self, cursor: str | None) -> Json:
        return await self._object("GET", "/api/v1/changes", params={"cursor": cursor} if cursor else {})

    async def undo(self, change_set_id: str) -> None:
        await self._json("POST", f"/api/v1/changes/{change_set_id}/undo")

    async def import_file(self, format: str, name: str, data: bytes, *, preview: bool) -> Json:
        files = {"file": (name, data, "application/octet-stream")}
        params = {"preview": "true"} if preview else {}
        return await self._object("POST", f"/api/v1/import/{format}", files=files, params=params)

    async def export(self, format: str) -> AsyncIterator[bytes]:
        try:
            async with self._http.stream("GET", "/api/v1/export", params={"format": format}) as answer:
                if answer.status_code >= 400:
                    await answer.aread()
                    raise _refused(answer)
                async for chunk in answer.aiter_bytes():
                    yield chunk
        except httpx2.HTTPError as error:
            raise self._unreached(error) from error

    async def sign_in(self, email: str, password: str) -> Json:
        """Better Auth's answer to a sign-in; its `token` is the session's."""
        return await self._object("POST", "/api/auth/sign-in/email", json={"email": email, "password": password})

    async def sign_out(self) -> None:
        await self._json("POST", "/api/auth/sign-out", json={})

    async def _all(self, path: str) -> list[Json]:
        """Every page of a list."""
        items: list[Json] = []
        cursor: str | None = None
        while True:
            page = await self._json("GET", path, params={"limit": 200, **({"cursor": cursor} if cursor else {})})
            items.extend(page["items"])
            cursor = page.get("next_cursor")
            if not cursor:
                return items

    async def _object(self, method: str, path: str, **arguments: Any) -> Json:
        answer: Json = await self._json(method, path, **arguments)
        return answer

    async def _json(self, method: str, path: str, **arguments: Any) -> Any:
        try:
            answer = await self._http.request(method, path, **arguments)
        except httpx2.HTTPError as error:
            raise self._unreached(error) from error
        if answer.status_code >= 400:
            raise _refused(answer)
        if answer.status_code == 204:
            return {}
        try:
            return answer.json()
        except ValueError as error:
            raise Failure(
                f"{self.server} answered something that is not JSON.",
                hint="Is it a Tasklore server?",
                code="not_a_server",
            ) from error

    def _unreached(self, error: Exception) -> Failure:
        return Failure(
            f"{self.server} cannot be reached: {error or type(error).__name__}",
            hint="Start it with `tasklore serve`, or name another with --server.",
            code="unreachable",
        )


def _refused(answer: httpx2.Response) -> Failure:
    """The error of an answer: a problem document's, or Better Auth's."""
    try:
        body = answer.json()
    except ValueError:
        body = {}
    if not isinstance(body, dict):
        body = {}
    message = (
        body.get("detail") or body.get("message") or body.get("title") or f"The server answered {answer.status_code}."
    )
    hint = body.get("hint")
    if answer.status_code == 401 and not hint:
        hint = "Sign in with `tasklore login`."
    return Failure(str(message), hint=hint, code=str(body.get("code") or "refused"))

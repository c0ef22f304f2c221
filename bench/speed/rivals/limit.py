"""The limit: Starlette, asyncpg and msgspec, a statement a request, no layer.

LIMIT_SWITCHES=1 adds the two switches that our server has: a cache of verified tokens, and a settled collector.
"""

import asyncio
import contextlib
import datetime as dt
import gc
import os
import secrets
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import jwt
import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..world import AUDIENCE, ISSUER, SECRET

SWITCHES = os.environ.get("LIMIT_SWITCHES") == "1"
known: dict[str, str] = {}


class Item(msgspec.Struct):
    id: str
    owner_id: str
    title: str
    notes: str
    status: str
    priority: int
    due_date: str | None
    created_at: dt.datetime
    updated_at: dt.datetime


class New(msgspec.Struct):
    title: str


encode = msgspec.json.Encoder().encode
decode = msgspec.json.Decoder(New).decode


def owner(request: Request) -> str:
    token = request.headers["authorization"][7:]
    if SWITCHES and token in known:
        return known[token]
    claims = jwt.decode(token, SECRET, algorithms=["HS256"], audience=AUDIENCE, issuer=ISSUER)
    if SWITCHES:
        known[token] = claims["sub"]
    return str(claims["sub"])


@contextlib.asynccontextmanager
async def connected(request: Request) -> AsyncIterator[Any]:
    async with request.app.state.gate, request.app.state.pool.acquire() as connection:
        yield connection


async def health(request: Request) -> Response:
    return Response(b"{}")


async def listed(request: Request) -> Response:
    async with connected(request) as connection:
        rows = await connection.fetch(
            "SELECT * FROM item WHERE owner_id = $1 ORDER BY created_at DESC, id DESC LIMIT 50", owner(request)
        )
    return Response(encode([Item(*row) for row in rows]), media_type="application/json")


async def create(request: Request) -> Response:
    body = decode(await request.body())
    now = dt.datetime.now(dt.UTC)
    item = Item(secrets.token_hex(16), owner(request), body.title, "", "open", 4, None, now, now)
    async with connected(request) as connection:
        await connection.execute("INSERT INTO item VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)", *msgspec.structs.astuple(item))
    return Response(encode(item), 201, media_type="application/json")


async def patch(request: Request) -> Response:
    body = decode(await request.body())
    async with connected(request) as connection:
        row = await connection.fetchrow(
            "UPDATE item SET title = $1, updated_at = $2 WHERE id = $3 AND owner_id = $4 RETURNING *",
            body.title, dt.datetime.now(dt.UTC), request.path_params["id"], owner(request),
        )  # fmt: skip
    return Response(encode(Item(*row)), media_type="application/json") if row else Response(status_code=404)


@contextlib.asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    async def keep(connection: Any) -> None:
        pass

    async with asyncpg.create_pool(os.environ["DATABASE_URL"], min_size=8, max_size=8, reset=keep) as pool:
        app.state.pool, app.state.gate = pool, asyncio.Semaphore(8)
        if SWITCHES:
            gc.collect()
            gc.freeze()
            gc.set_threshold(50_000, 20, 50)
        yield


app = Starlette(
    routes=[
        Route("/health", health),
        Route("/api/v1/tasks", listed),
        Route("/api/v1/tasks", create, methods=["POST"]),
        Route("/api/v1/tasks/{id}", patch, methods=["PATCH"]),
    ],
    lifespan=lifespan,
)

"""A plain Flask app on psycopg2, as the third document describes it: gunicorn, threads, a connection each."""

import datetime as dt
import os
import secrets
import threading
from typing import Any

import jwt
import psycopg2
from flask import Flask, Response, jsonify, request

from ..world import AUDIENCE, ISSUER, SECRET
from .items import FIELDS

app = Flask(__name__)
local = threading.local()


def cursor() -> Any:
    if not hasattr(local, "connection"):
        local.connection = psycopg2.connect(os.environ["DATABASE_URL"])
        local.connection.autocommit = True
    return local.connection.cursor()


def owner() -> str:
    token = request.headers["Authorization"][7:]
    return str(jwt.decode(token, SECRET, algorithms=["HS256"], audience=AUDIENCE, issuer=ISSUER)["sub"])


def shown(row: Any) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, dt.datetime) else value
        for name, value in zip(FIELDS, row, strict=True)
    }


@app.get("/health")
def health() -> Response:
    return jsonify({})


@app.get("/api/v1/tasks")
def listed() -> Response:
    with cursor() as c:
        c.execute("SELECT * FROM item WHERE owner_id = %s ORDER BY created_at DESC, id DESC LIMIT 50", (owner(),))
        return jsonify({"items": [shown(row) for row in c.fetchall()]})


@app.post("/api/v1/tasks")
def create() -> tuple[Response, int]:
    now = dt.datetime.now(dt.UTC)
    row = (secrets.token_hex(16), owner(), request.json["title"], "", "open", 4, None, now, now)
    with cursor() as c:
        c.execute("INSERT INTO item VALUES (%s,%s,%s,%s,%s,%s,%s,%s,%s)", row)
    return jsonify(shown(row)), 201


@app.patch("/api/v1/tasks/<item_id>")
def patch(item_id: str) -> tuple[Response, int]:
    with cursor() as c:
        c.execute(
            "UPDATE item SET title = %s, updated_at = now() WHERE id = %s AND owner_id = %s RETURNING *",
            (request.json["title"], item_id, owner()),
        )
        row = c.fetchone()
    return (jsonify(shown(row)), 200) if row else (jsonify({}), 404)

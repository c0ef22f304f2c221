"""A server that speaks the part of Qdrant's REST interface that we use, on loopback, over embedded shards.

Qdrant's own binary comes in no package; this one checks the key, keeps collections apart and answers as the manual says.
"""

import json
import re
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from qdrant_edge import (
    CountRequest,
    Distance,
    EdgeConfig,
    EdgeShard,
    EdgeSparseVectorParams,
    EdgeVectorParams,
    FieldCondition,
    Filter,
    IdfParams,
    MatchAny,
    MatchValue,
    Modifier,
    PayloadSchemaType,
    Point,
    Query,
    QueryBatchRequest,
    QueryRequest,
    SearchParams,
    SparseVector,
    UpdateOperation,
)


class QdrantStub(ThreadingHTTPServer):
    """Collections by name, each a shard in a folder of its own."""

    daemon_threads = True

    def __init__(self, api_key: str, version: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.api_key = api_key
        self.version = version
        self.folder = Path(tempfile.mkdtemp(prefix="qdrant-stub-"))
        self.shards: dict[str, EdgeShard] = {}
        self.lock = threading.Lock()
        self.requests: list[tuple[str, str]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def answer(self, method: str, path: str, body: dict[str, Any]) -> Any:
        if path == "/":
            return {"title": "qdrant - vector search engine", "version": self.version}
        parts = path.split("?")[0].strip("/").split("/")
        name, rest = parts[1], "/".join(parts[2:])
        if (method, rest) == ("GET", "exists"):
            return {"result": {"exists": name in self.shards}}
        if (method, rest) == ("PUT", ""):
            self.shards[name] = self._create(name, body)
            return {"result": True}
        shard = self.shards[name]
        match method, rest:
            case "PUT", "index":
                assert body["field_schema"] == "keyword"
                shard.update(UpdateOperation.create_field_index(body["field_name"], PayloadSchemaType.Keyword))
                return {"result": {"status": "completed"}}
            case "PUT", "points":
                shard.update(UpdateOperation.upsert_points([_point(point) for point in body["points"]]))
                return {"result": {"status": "completed"}}
            case "POST", "points/delete":
                shard.update(UpdateOperation.delete_points_by_filter(_filter(body["filter"])))
                return {"result": {"status": "completed"}}
            case "POST", "points/count":
                return {"result": {"count": shard.count(CountRequest(exact=True, filter=_filter(body["filter"])))}}
            case "POST", "points/query/batch":
                found = shard.query_batch(QueryBatchRequest([_search(search) for search in body["searches"]]))
                return {"result": [{"points": [_scored(point) for point in points]} for points in found]}
        raise AssertionError(f"nobody answers {method} {path}")

    def _create(self, name: str, body: dict[str, Any]) -> EdgeShard:
        vectors = {
            key: EdgeVectorParams(size=params["size"], distance=getattr(Distance, params["distance"]))
            for key, params in body["vectors"].items()
        }
        sparse = {
            key: EdgeSparseVectorParams(modifier=getattr(Modifier, params["modifier"].capitalize()))
            for key, params in body["sparse_vectors"].items()
        }
        folder = self.folder / name
        folder.mkdir()
        return EdgeShard.create(str(folder), EdgeConfig(vectors=vectors, sparse_vectors=sparse))


class _Handler(BaseHTTPRequestHandler):
    server: QdrantStub
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def _handle(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        with self.server.lock:
            self.server.requests.append((self.command, re.sub(r"^/collections/[^/?]+", "", self.path)))
            if self.headers.get("api-key") != self.server.api_key:
                self._send(401, {"status": {"error": "Unauthorized"}})
            else:
                self._send(200, self.server.answer(self.command, self.path, json.loads(body or b"{}")))

    do_GET = do_PUT = do_POST = _handle

    def _send(self, status: int, answer: Any) -> None:
        content = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """Nothing: the test's output is the test's."""


def _point(point: dict[str, Any]) -> Point:
    return Point(point["id"], {name: _vector(value) for name, value in point["vector"].items()}, point["payload"])


def _vector(value: Any) -> Any:
    return SparseVector(value["indices"], value["values"]) if isinstance(value, dict) else value


def _filter(given: dict[str, Any]) -> Filter:
    conditions = []
    for condition in given["must"]:
        (kind, value), *_ = condition["match"].items()
        match = MatchAny(any=value) if kind == "any" else MatchValue(value=value)
        conditions.append(FieldCondition(key=condition["key"], match=match))
    return Filter(must=list(conditions))


def _search(search: dict[str, Any]) -> QueryRequest:
    params = search["params"]
    return QueryRequest(
        limit=search["limit"],
        query=Query.Nearest(_vector(search["query"]), using=search["using"]),
        filter=_filter(search["filter"]),
        params=SearchParams(
            exact=params["exact"], idf=IdfParams(corpus=_filter(params["idf"]["corpus"])) if "idf" in params else None
        ),
        with_vector=search.get("with_vector", False),
    )


def _scored(point: Any) -> dict[str, Any]:
    vectors = {
        name: {"indices": value.indices, "values": value.values} if isinstance(value, SparseVector) else value
        for name, value in (point.vector or {}).items()
    }
    return {"id": str(point.id), "version": point.version, "score": point.score, "vector": vectors}


@contextmanager
def qdrant_stub(api_key: str = "secret", version: str = "1.19.0") -> Iterator[QdrantStub]:
    """A running server; its collections go with it."""
    stub = QdrantStub(api_key, version)
    thread = threading.Thread(target=stub.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield stub
    finally:
        stub.shutdown()
        thread.join()
        stub.server_close()
        for shard in stub.shards.values():
            shard.close()
        shutil.rmtree(stub.folder)

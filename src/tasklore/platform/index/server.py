"""A Qdrant server over its REST interface (https://api.qdrant.tech), the handful of calls that are needed.

Version 1.19 or later: it is the first that counts a term's rarity among one owner's points.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from .port import Hit, IndexPoint, IndexSchema, IndexUnavailable, LexicalHits

if TYPE_CHECKING:
    import httpx2

_WORDS: Final = "words"
_MEANING: Final = "meaning"
_LEAST_VERSION: Final = (1, 19)
_TIMEOUT_S: Final = 5.0
_BATCH: Final = 256


class ServerIndex:
    """A collection of a Qdrant server. ``collection`` is a prefix: each schema has a collection of its own.

    So a new embedding model is indexed beside the old one, and a process of the previous release still finds its own.
    """

    name = "qdrant"

    def __init__(self, url: str, api_key: str | None = None, collection: str = "tasklore") -> None:
        self._url = url.rstrip("/")
        self._api_key = api_key
        self._prefix = collection
        self._path = ""
        self._dense = False
        self._client: httpx2.AsyncClient | None = None

    async def ensure(self, schema: IndexSchema) -> bool:
        """Raises IndexUnavailable for an older server, too."""
        about = await self._call("GET", "/")
        version = str(about.get("version", ""))
        numbers = tuple(int(number) for number in re.findall(r"\d+", version)[:2])
        if numbers < _LEAST_VERSION:
            raise IndexUnavailable(
                f"The Qdrant server is version {version or 'unknown'!r}; 1.19 or later is needed. "
                "Earlier ones let one owner's documents change another's scores."
            )
        self._dense = schema.dimension is not None
        self._path = f"/collections/{self._prefix}_{re.sub(r'[^A-Za-z0-9]+', '_', schema.stamp)}"
        if (await self._call("GET", f"{self._path}/exists"))["result"]["exists"]:
            return False
        vectors = {} if schema.dimension is None else {_MEANING: {"size": schema.dimension, "distance": "Cosine"}}
        await self._call("PUT", self._path, {"vectors": vectors, "sparse_vectors": {_WORDS: {"modifier": "idf"}}})
        for key in ("owner", "document"):
            body = {"field_name": key, "field_schema": "keyword"}
            await self._call("PUT", f"{self._path}/index?wait=true", body)
        return True

    async def upsert(self, points: Sequence[IndexPoint]) -> None:
        for start in range(0, len(points), _BATCH):
            batch = []
            for point in points[start : start + _BATCH]:
                terms = sorted(point.terms.items())
                vector: dict[str, Any] = {
                    _WORDS: {"indices": [term for term, _ in terms], "values": [weight for _, weight in terms]}
                }
                if self._dense and point.vector is not None:
                    vector[_MEANING] = list(point.vector)
                payload = {"owner": point.owner_id, "document": point.document_id}
                batch.append({"id": point.id, "vector": vector, "payload": payload})
            await self._call("PUT", f"{self._path}/points?wait=true", {"points": batch})

    async def delete(self, owner_id: str, document_ids: Collection[str]) -> None:
        if document_ids:
            body = {"filter": _owned(owner_id, document_ids)}
            await self._call("POST", f"{self._path}/points/delete?wait=true", body)

    async def lexical_top(
        self, owner_id: str, term_ids: Collection[int], most: int, document_ids: Collection[str] | None = None
    ) -> LexicalHits:
        terms = sorted(set(term_ids))
        if not terms:
            return LexicalHits([])
        owner = _owned(owner_id, None)
        params = {"exact": True, "idf": {"corpus": owner}}

        def search(wanted: list[int], limit: int, filter_: Mapping[str, Any]) -> dict[str, Any]:
            return {
                "query": {"indices": wanted, "values": [1.0] * len(wanted)},
                "using": _WORDS,
                "filter": filter_,
                "limit": limit,
                "params": params,
            }

        whole = search(terms, most, _owned(owner_id, document_ids))
        # See EdgeIndex: each term by itself tells its rarity.
        single = [{**search([term], 1, owner), "with_vector": [_WORDS]} for term in terms]
        first, *rest = await self._query([whole, *single])
        rarities: dict[int, float] = {}
        for term, found in zip(terms, rest, strict=True):
            if found:
                sparse = found[0]["vector"][_WORDS]
                rarities[term] = found[0]["score"] / sparse["values"][sparse["indices"].index(term)]
        return LexicalHits([Hit(str(point["id"]), float(point["score"])) for point in first], rarities)

    async def dense_top(
        self, owner_id: str, vector: Sequence[float], most: int, document_ids: Collection[str] | None = None
    ) -> list[Hit]:
        if not self._dense:
            return []
        search = {
            "query": list(vector),
            "using": _MEANING,
            "filter": _owned(owner_id, document_ids),
            "limit": most,
            # The server's HNSW may miss neighbours under a filter; an owner's points are few enough to scan.
            "params": {"exact": True},
        }
        (found,) = await self._query([search])
        return [Hit(str(point["id"]), float(point["score"])) for point in found]

    async def count(self, owner_id: str, document_id: str | None = None) -> int:
        filter_ = _owned(owner_id, None if document_id is None else (document_id,))
        answer = await self._call("POST", f"{self._path}/points/count", {"filter": filter_, "exact": True})
        return int(answer["result"]["count"])

    async def close(self) -> None:
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    async def _query(self, searches: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
        answer = await self._call("POST", f"{self._path}/points/query/batch", {"searches": searches})
        return [result["points"] for result in answer["result"]]

    async def _call(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        import httpx2

        if self._client is None:
            headers = {"api-key": self._api_key} if self._api_key else {}
            self._client = httpx2.AsyncClient(base_url=self._url, headers=headers, timeout=_TIMEOUT_S)
        try:
            response = await self._client.request(method, path, json=body)
        except (httpx2.HTTPError, OSError) as error:
            raise IndexUnavailable(f"The Qdrant server at {self._url} does not answer.") from error
        if response.status_code in (401, 403):
            raise IndexUnavailable("The Qdrant server refuses the key. Check QDRANT_API_KEY.")
        if response.status_code >= 400:
            raise IndexUnavailable(f"The Qdrant server answered {response.status_code} to {method} {path}.")
        answer: dict[str, Any] = response.json()
        return answer


def _owned(owner_id: str, document_ids: Collection[str] | None) -> dict[str, Any]:
    conditions: list[dict[str, Any]] = [{"key": "owner", "match": {"value": owner_id}}]
    if document_ids is not None:
        conditions.append({"key": "document", "match": {"any": list(document_ids)}})
    return {"must": conditions}

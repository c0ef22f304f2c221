"""Vectors: a local model in NumPy, and an OpenAI-compatible API on loopback."""

import hashlib
import json
import math
import struct
import threading
from collections.abc import AsyncIterator, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tasklore.apps.wiring import Core, open_core
from tasklore.changes.actor import Actor
from tasklore.changes.change_set import ChangeSet
from tasklore.knowledge.embedding.errors import EmbeddingUnavailable
from tasklore.knowledge.embedding.local import LocalEmbedder
from tasklore.knowledge.embedding.remote import RemoteEmbedder
from tasklore.knowledge.search import SearchService
from tasklore.knowledge.service import DocumentService, Upload
from tasklore.platform.jobs.worker import Worker
from tasklore.platform.unit import Unit, run
from tests.conftest import make_settings

WIDTH, HEADS, LAYERS, INNER, WORDS = 8, 2, 2, 16, ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "cat", "dog", "sat", "ran"]
SYNONYMS = {"physician": "doctor", "medic": "doctor"}
DIMENSION = 128


# --- local ----------------------------------------------------------------------------------------------


def numbers(seed: str, *shape: int) -> list[float]:
    """Reproducible weights between -0.5 and 0.5."""
    count = math.prod(shape)
    raw = b"".join(hashlib.sha256(f"{seed}{n}".encode()).digest() for n in range(count // 8 + 1))
    return [value / 2**32 - 0.5 for value in struct.unpack(f"<{len(raw) // 4}I", raw)][:count]


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A BERT of two tiny layers with made-up weights."""
    pytest.importorskip("numpy")
    pytest.importorskip("tokenizers")
    shapes: dict[str, tuple[int, ...]] = {
        "embeddings.word_embeddings.weight": (len(WORDS), WIDTH),
        "embeddings.position_embeddings.weight": (64, WIDTH),
        "embeddings.token_type_embeddings.weight": (2, WIDTH),
    }

    def norm(name: str) -> None:
        shapes.update({f"{name}.LayerNorm.weight": (WIDTH,), f"{name}.LayerNorm.bias": (WIDTH,)})

    def linear(name: str, out: int, into: int) -> None:
        shapes.update({f"{name}.weight": (out, into), f"{name}.bias": (out,)})

    norm("embeddings")
    for layer in (f"encoder.layer.{n}" for n in range(LAYERS)):
        for part in ("query", "key", "value"):
            linear(f"{layer}.attention.self.{part}", WIDTH, WIDTH)
        linear(f"{layer}.attention.output.dense", WIDTH, WIDTH)
        linear(f"{layer}.intermediate.dense", INNER, WIDTH)
        linear(f"{layer}.output.dense", WIDTH, INNER)
        norm(f"{layer}.attention.output")
        norm(f"{layer}.output")
    header: dict[str, Any] = {}
    body = b""
    for name, shape in shapes.items():
        raw = struct.pack(f"<{math.prod(shape)}f", *numbers(name, *shape))
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [len(body), len(body) + len(raw)]}
        body += raw
    head = json.dumps(header).encode()
    (tmp_path / "model.safetensors").write_bytes(struct.pack("<Q", len(head)) + head + body)
    config = {
        "model_type": "bert", "hidden_act": "gelu", "hidden_size": WIDTH, "num_attention_heads": HEADS,
        "num_hidden_layers": LAYERS, "layer_norm_eps": 1e-12, "max_position_embeddings": 64,
    }  # fmt: skip
    (tmp_path / "config.json").write_text(json.dumps(config))
    special = [
        {
            "id": n,
            "content": word,
            "single_word": False,
            "lstrip": False,
            "rstrip": False,
            "normalized": False,
            "special": True,
        }
        for n, word in enumerate(WORDS[:4])
    ]
    tokenizer = {
        "version": "1.0", "truncation": None, "padding": None, "added_tokens": special, "normalizer": {"type": "Lowercase"},
        "pre_tokenizer": {"type": "Whitespace"}, "decoder": None,
        "post_processor": {"type": "BertProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2]},
        "model": {"type": "WordLevel", "vocab": {word: n for n, word in enumerate(WORDS)}, "unk_token": "[UNK]"},
    }  # fmt: skip
    (tmp_path / "tokenizer.json").write_text(json.dumps(tokenizer))
    return tmp_path


async def test_a_local_model_gives_unit_vectors_that_no_neighbour_in_the_batch_changes(model: Path) -> None:
    embedder = LocalEmbedder(model)
    texts = ["cat sat", "dog ran", "cat", "cat sat dog ran cat sat dog ran"]

    together = await embedder.embed(texts)
    alone = [(await embedder.embed([text]))[0] for text in texts]

    assert embedder.dimension == WIDTH
    for a, b in zip(together, alone, strict=True):
        assert a == pytest.approx(b, abs=1e-5)
        assert math.sqrt(sum(x * x for x in a)) == pytest.approx(1, abs=1e-5)
    assert together[0] != pytest.approx(together[1], abs=1e-3)
    (swapped,) = await embedder.embed(["sat cat"])
    assert together[0] != pytest.approx(swapped, abs=1e-4)


async def test_changed_weights_are_another_model(model: Path) -> None:
    before = LocalEmbedder(model).name

    weights = model / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-4] + b"\0\0\0\0")

    assert LocalEmbedder(model).name != before


async def test_a_folder_that_holds_no_model_says_what_is_missing(tmp_path: Path, model: Path) -> None:
    with pytest.raises(EmbeddingUnavailable, match=r"config\.json"):
        _ = LocalEmbedder(tmp_path / "nothing").dimension
    (model / "config.json").write_text('{"model_type": "t5", "hidden_size": 8}')
    with pytest.raises(EmbeddingUnavailable, match="'t5'"):
        _ = LocalEmbedder(model).dimension


# --- remote ---------------------------------------------------------------------------------------------


class Provider(ThreadingHTTPServer):
    """Embeds a text as its words, synonyms alike. ``broken`` makes it fail."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.broken = False
        self.texts: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


class _Handler(BaseHTTPRequestHandler):
    server: Provider

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        if self.server.broken or self.headers["authorization"] != "Bearer key":
            self.send_response(500)
            self.end_headers()
            return
        self.server.texts += body["input"]
        data = [{"index": n, "embedding": vector(text)} for n, text in enumerate(body["input"])]
        answer = json.dumps({"data": data[::-1]}).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: Any) -> None:
        """Nothing."""


def vector(text: str) -> list[float]:
    counts = [0.01] * DIMENSION
    for word in text.lower().replace("?", "").replace(".", "").split():
        counts[hashlib.md5(SYNONYMS.get(word, word).encode()).digest()[0] % DIMENSION] += 1
    return counts


@pytest.fixture
def provider() -> Iterator[Provider]:
    server = Provider()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def engine() -> str:
    return "sqlite"


@pytest.fixture
async def library(tmp_path: Path, database_url: str, provider: Provider) -> AsyncIterator[Core]:
    """A process whose passages are embedded by the provider."""
    environ = {
        "EMBEDDINGS": "openai", "EMBEDDING_BASE_URL": provider.url, "EMBEDDING_API_KEY": "key", "EMBEDDING_DIMENSION": str(DIMENSION),
    }  # fmt: skip
    async with open_core(make_settings(tmp_path, database_url, **environ)) as core:
        yield core


async def add(core: Core, title: str, text: str) -> str:
    async def work(unit: Unit) -> str:
        service = DocumentService(unit, ChangeSet(unit, Actor("ada", "http")))
        return str((await service.create(Upload(text.encode(), "a.txt", title)))[0]["id"])

    document_id = await run(core, work)
    worker = Worker(core, core.registry)
    while await worker.work_once():
        pass
    return document_id


async def test_the_api_is_asked_in_order_and_its_vectors_have_length_one(provider: Provider) -> None:
    embedder = RemoteEmbedder(provider.url, "key", "m", DIMENSION)

    vectors = await embedder.embed(["one", "two two"])

    expected = vector("two two")
    length = math.sqrt(sum(x * x for x in expected))
    assert vectors[1] == pytest.approx([x / length for x in expected])
    await embedder.close()


async def test_a_model_of_another_length_is_refused_with_the_setting_to_change(provider: Provider) -> None:
    embedder = RemoteEmbedder(provider.url, "key", "m", 99)

    with pytest.raises(EmbeddingUnavailable, match="EMBEDDING_DIMENSION=99"):
        await embedder.embed(["one"])

    await embedder.close()


async def test_a_passage_is_found_by_meaning_where_no_word_is_shared(library: Core) -> None:
    wanted = await add(library, "Health", "A doctor came.")
    await add(library, "Kitchen", "Bread rises slowly.")

    results = await SearchService(Unit(library)).search("ada", "physician")

    assert results.ranked[0].candidate.document_id == wanted
    assert results.degraded is None


async def test_with_the_model_away_words_find_and_the_answer_says_so(library: Core, provider: Provider) -> None:
    wanted = await add(library, "Health", "A doctor came.")
    provider.broken = True

    results = await SearchService(Unit(library)).search("ada", "doctor")

    assert results.ranked[0].candidate.document_id == wanted
    assert results.degraded is not None
    assert "by their words alone" in results.degraded


async def test_a_document_that_could_not_be_embedded_is_found_by_its_words_and_waits(
    library: Core, provider: Provider
) -> None:
    provider.broken = True

    document_id = await add(library, "Health", "A doctor came.")

    results = await SearchService(Unit(library)).search("ada", "doctor")
    assert [item.candidate.document_id for item in results.ranked] == [document_id]
    service = DocumentService(Unit(library), ChangeSet(Unit(library), Actor("ada", "http")))
    row = await service.get(document_id)
    assert (row["status"], row["reason_code"]) == ("pending", "index_pending")

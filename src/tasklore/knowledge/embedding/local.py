"""A BERT-like sentence model from a local directory, run with NumPy alone.

The directory holds what sentence-transformers writes: ``config.json``, ``tokenizer.json``, ``model.safetensors`` and
optionally ``1_Pooling/config.json``. Nothing is ever downloaded. Architecture: Devlin et al., "BERT" (2018), § 3.
"""

import asyncio
import hashlib
import json
import mmap
import struct
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tasklore.knowledge.embedding.errors import EmbeddingUnavailable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

_MOST_TOKENS: Final = 256
_BATCH_TEXTS: Final = 16


class LocalEmbedder:
    """Reads the model on first use (some 90 MB for MiniLM) and embeds in a worker thread."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    @cached_property
    def name(self) -> str:
        """The directory's name with the head of the checksum of its weights, so that changed weights are noticed."""
        digest = hashlib.sha256(self._file("model.safetensors").read_bytes()).hexdigest()
        return f"local:{self._directory.resolve().name}:{digest[:12]}"

    @cached_property
    def dimension(self) -> int:
        return int(self._config["hidden_size"])

    async def embed(self, texts: list[str]) -> list[list[float]]:
        """One unit vector for each text; about 10 ms of CPU for a question with MiniLM, 130 ms for a passage."""
        return await asyncio.to_thread(self._embed, texts)

    def _embed(self, texts: list[str]) -> list[list[float]]:
        encodings = self._tokenizer.encode_batch([" ".join(text.split()) for text in texts])
        vectors: list[list[float]] = [[] for _ in texts]
        # Texts of like length share a batch, so that little of the work is spent on padding.
        order = sorted(range(len(texts)), key=lambda i: len(encodings[i].ids))
        for start in range(0, len(order), _BATCH_TEXTS):
            batch = order[start : start + _BATCH_TEXTS]
            for i, vector in zip(batch, self._network.forward([encodings[i].ids for i in batch]), strict=True):
                vectors[i] = vector.tolist()
        return vectors

    @cached_property
    def _config(self) -> dict[str, Any]:
        config: dict[str, Any] = json.loads(self._file("config.json").read_text())
        if config.get("model_type") != "bert" or config.get("hidden_act") != "gelu":
            raise EmbeddingUnavailable(
                f"The model in {str(self._directory)!r} is {config.get('model_type')!r}; only BERT with GELU can be run locally. "
                "Serve it by an OpenAI-compatible API and set EMBEDDINGS=openai instead."
            )
        return config

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self._file("tokenizer.json")))
        tokenizer.no_padding()
        tokenizer.enable_truncation(min(_MOST_TOKENS, int(self._config["max_position_embeddings"])))
        return tokenizer

    @cached_property
    def _network(self) -> "_Bert":
        pooling = self._directory / "1_Pooling" / "config.json"
        first_token = pooling.is_file() and bool(json.loads(pooling.read_text()).get("pooling_mode_cls_token"))
        return _Bert(_weights(self._file("model.safetensors")), self._config, first_token=first_token)

    def _file(self, name: str) -> Path:
        path = self._directory / name
        if not path.is_file():
            raise EmbeddingUnavailable(
                f"EMBEDDING_MODEL_DIR={str(self._directory)!r} has no file {name!r}. Point it at a sentence-transformers model."
            )
        return path


class _Bert:
    """The encoder: token ids in, one unit vector for each text out."""

    def __init__(self, weights: "dict[str, Array]", config: dict[str, Any], *, first_token: bool) -> None:
        self._w = weights
        self._heads = int(config["num_attention_heads"])
        self._layers = int(config["num_hidden_layers"])
        self._epsilon = float(config["layer_norm_eps"])
        self._first_token = first_token

    def forward(self, token_ids: list[list[int]]) -> "Array":
        """``float32[n, dimension]``, unit rows."""
        import numpy as np

        longest = max(map(len, token_ids))
        ids = np.array([row + [0] * (longest - len(row)) for row in token_ids])
        mask = np.array([[1.0] * len(row) + [0.0] * (longest - len(row)) for row in token_ids], dtype=np.float32)
        embedding = "embeddings.{}_embeddings.weight"
        x = self._w[embedding.format("word")][ids] + self._w[embedding.format("position")][:longest]
        x = self._norm("embeddings", x + self._w[embedding.format("token_type")][0])
        # Padding is pushed out of the softmax by a score that no real token has.
        padding = (1.0 - mask)[:, None, None, :] * np.float32(-1e9)
        for layer in range(self._layers):
            x = self._layer(f"encoder.layer.{layer}", x, padding)
        pooled = x[:, 0] if self._first_token else (x * mask[:, :, None]).sum(1) / mask.sum(1)[:, None]
        unit: Array = pooled / np.linalg.norm(pooled, axis=1, keepdims=True)
        return unit

    def _layer(self, name: str, x: "Array", padding: "Array") -> "Array":
        import numpy as np

        texts, tokens, width = x.shape
        head = width // self._heads

        def heads(part: str) -> "Array":
            y = self._linear(f"{name}.attention.self.{part}", x)
            return y.reshape(texts, tokens, self._heads, head).transpose(0, 2, 1, 3)

        scores = heads("query") @ heads("key").transpose(0, 1, 3, 2) / np.float32(head**0.5) + padding
        scores = np.exp(scores - scores.max(-1, keepdims=True))
        attended = (scores / scores.sum(-1, keepdims=True)) @ heads("value")
        attended = attended.transpose(0, 2, 1, 3).reshape(texts, tokens, width)
        x = self._norm(f"{name}.attention.output", x + self._linear(f"{name}.attention.output.dense", attended))
        inner = _gelu(self._linear(f"{name}.intermediate.dense", x))
        return self._norm(f"{name}.output", x + self._linear(f"{name}.output.dense", inner))

    def _linear(self, name: str, x: "Array") -> "Array":
        y: Array = x @ self._w[f"{name}.weight"].T + self._w[f"{name}.bias"]
        return y

    def _norm(self, name: str, x: "Array") -> "Array":
        import numpy as np

        centred = x - x.mean(-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(-1, keepdims=True) + self._epsilon)
        y: Array = scaled * self._w[f"{name}.LayerNorm.weight"] + self._w[f"{name}.LayerNorm.bias"]
        return y


def _gelu(x: "Array") -> "Array":
    """GELU with the error function of Abramowitz and Stegun 7.1.26, exact to 1.5e-7: NumPy has none of its own."""
    import numpy as np

    z = np.abs(x) * np.float32(0.7071067811865476)
    t = 1.0 / (1.0 + np.float32(0.3275911) * z)
    series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    erf = np.sign(x) * (1.0 - series * np.exp(-z * z))
    y: Array = (0.5 * x * (1.0 + erf)).astype(np.float32)
    return y


def _weights(path: Path) -> "dict[str, Array]":
    """The tensors of a safetensors file as ``float32``: eight bytes of header length, a JSON header, the raw numbers."""
    import numpy as np

    kinds = {"F32": np.float32, "F16": np.float16}
    with path.open("rb") as file:
        raw = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    (length,) = struct.unpack("<Q", raw[:8])
    tensors: dict[str, Array] = {}
    for name, tensor in json.loads(raw[8 : 8 + length]).items():
        if name == "__metadata__" or tensor["dtype"] not in kinds:
            continue
        start, end = tensor["data_offsets"]
        kind = np.dtype(kinds[tensor["dtype"]])
        values = np.frombuffer(raw, kind, (end - start) // kind.itemsize, 8 + length + start)
        tensors[name.removeprefix("bert.")] = values.reshape(tensor["shape"]).astype(np.float32)
    return tensors

"""Weights of a few hundred words that the real encoder code runs: each word has a direction of its own, and a text
goes the way of its words. The heads see nothing. The ONNX file is written byte by byte, for want of the onnx package."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

SIZE = 384
UNKNOWN, FIRST, LAST = 100, 101, 102
_FLOAT, _INT64 = 1, 7


def embed(texts: Sequence[str]) -> list[list[float]]:
    """The numbers of texts, without any file: short words say nothing."""
    return [sum((way(word) for word in re.findall(r"\w{4,}", text.lower())), np.zeros(SIZE)).tolist() for text in texts]


def way(word: str) -> np.ndarray:
    """A word's direction, always the same."""
    seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "big")
    return np.random.default_rng(seed).standard_normal(SIZE)


def make(folder: Path, texts: Iterable[str], heads: Sequence[str] = ("threat", "bias")) -> Path:
    """A folder of weights whose vocabulary is the words of some texts."""
    words = sorted({word for text in texts for word in re.findall(r"[a-z0-9]+|[^\sa-z0-9]", text.lower())})
    vocabulary = [f"[unused{number}]" for number in range(UNKNOWN)] + ["[UNK]", "[CLS]", "[SEP]", *words]
    table = np.zeros((len(vocabulary), SIZE), dtype=np.float32)
    for number, word in enumerate(vocabulary[LAST + 1 :], LAST + 1):
        table[number] = way(word) if re.fullmatch(r"\w{4,}", word) else 0
    folder.mkdir(parents=True)
    (folder / "vocab.txt").write_text("\n".join(vocabulary) + "\n", encoding="utf-8")
    (folder / "encoder.onnx").write_bytes(_model(table, len(heads)))
    kept = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in ("vocab.txt", "encoder.onnx")}
    blind = {"scale": 1.0, "shift": 0.0, "seen": 0.0, "at": {}, "right": {}, "doubt": 0.0}
    said = {"format": 1, "name": "tiny", "files": kept, "length": 128, "heads": [{"name": n, **blind} for n in heads]}
    (folder / "weights.json").write_text(json.dumps(said), encoding="utf-8")
    return folder


def _model(table: np.ndarray, heads: int) -> bytes:
    nodes = [
        _node("Gather", ["table", "ids"], "words"),
        _node("Cast", ["mask"], "held", _string(1, "to") + _number(3, _FLOAT) + _number(20, 2)),
        _node("Unsqueeze", ["held", "two"], "wide"),
        _node("Mul", ["words", "wide"], "kept"),
        _node("ReduceSum", ["kept", "one"], "sum", _string(1, "keepdims") + _number(3, 0) + _number(20, 2)),
        _node("LpNormalization", ["sum"], "pooled", _string(1, "axis") + _number(3, 1) + _number(20, 2)),
        _node("MatMul", ["pooled", "nothing"], "flat"),
        _node("Add", ["flat", "never"], "logits"),
        _node("MatMul", ["words", "plain"], "even"),
        _node("Add", ["even", "outside"], "tags"),
    ]
    constants = {
        "table": table,
        "one": np.array([1], dtype=np.int64),
        "two": np.array([2], dtype=np.int64),
        "nothing": np.zeros((SIZE, heads), dtype=np.float32),
        "never": np.full(heads, -9, dtype=np.float32),
        "plain": np.zeros((SIZE, 7), dtype=np.float32),
        "outside": np.array([9, 0, 0, 0, 0, 0, 0], dtype=np.float32),
    }
    graph = b"".join(_bytes(1, node) for node in nodes) + _string(2, "tiny")
    graph += b"".join(_bytes(5, _tensor(name, value)) for name, value in constants.items())
    graph += b"".join(_bytes(11, _value(name, _INT64, ["n", "l"])) for name in ("ids", "mask"))
    shapes = {"logits": ["n", heads], "pooled": ["n", SIZE], "tags": ["n", "l", 7]}
    graph += b"".join(_bytes(12, _value(name, _FLOAT, shape)) for name, shape in shapes.items())
    return _number(1, 8) + _bytes(7, graph) + _bytes(8, _number(2, 17))


def _node(kind: str, given: Sequence[str], made: str, attribute: bytes = b"") -> bytes:
    body = b"".join(_string(1, name) for name in given) + _string(2, made) + _string(4, kind)
    return body + (_bytes(5, attribute) if attribute else b"")


def _tensor(name: str, value: np.ndarray) -> bytes:
    kind = _INT64 if value.dtype == np.int64 else _FLOAT
    return b"".join(_number(1, size) for size in value.shape) + _number(2, kind) + _string(8, name) + _bytes(9, value.tobytes())  # fmt: skip


def _value(name: str, kind: int, shape: Sequence[int | str]) -> bytes:
    sizes = b"".join(_bytes(1, _number(1, one) if isinstance(one, int) else _string(2, one)) for one in shape)
    return _string(1, name) + _bytes(2, _bytes(1, _number(1, kind) + _bytes(2, sizes)))


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _string(field: int, value: str) -> bytes:
    return _bytes(field, value.encode())


def _bytes(field: int, value: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(value)) + value


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])

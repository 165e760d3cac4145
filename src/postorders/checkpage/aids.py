"""The reading aids that the page fetches after it is ready for patterns: weights, and what runs them in a browser."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from postorders.signals.learned.reader import LEARNED
from postorders.signals.learned.weights import FILE, folder, load

PACKED = ("encoder.onnx", "vocab.txt")
RUNTIME = "ort.wasm.packed"


def files(weights: Path | None, front: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files by their path, in a folder named by their hash; none where no weights are installed.

    They outlast a new policy: a browser that has them fetches only the rest of the page anew. Raises InputError where
    the weights are damaged.
    """
    if weights is None:
        return {}
    inside = dict(_weights(weights, key(weights)))
    inside |= {RUNTIME: front["ort/ort.wasm.gz"], "third-parties.txt": front["ort/third-parties.txt"]}
    named = "".join(f"{hashlib.sha256(data).hexdigest()} {name}\n" for name, data in sorted(inside.items()))
    place = hashlib.sha256(named.encode()).hexdigest()[:16]
    return {f"{place}/{name}": data for name, data in sorted(inside.items())}


def installed() -> Path | None:
    """The folder of this installation's weights; None where there are none, or learned signals are switched off."""
    return folder() if LEARNED.on else None


def key(weights: Path | None) -> str:
    """What names the weights: the hash of `weights.json`, which has the hashes of the rest; "" for none."""
    path = weights / FILE if weights else None
    return hashlib.sha256(path.read_bytes()).hexdigest() if path and path.is_file() else ""


@lru_cache(maxsize=1)
def _weights(weights: Path, known_by: str) -> dict[str, bytes]:
    """The weights, verified, and packed once for all the pages that one run builds."""
    load(weights)
    packed = {f"{name}.packed": gzip.compress((weights / name).read_bytes(), 6, mtime=0) for name in PACKED}
    return packed | {FILE: (weights / FILE).read_bytes()}

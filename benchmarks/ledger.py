"""The ledger's speed: full verification of a published folder beside `sha256sum` of the same bytes, and an append.

`python -m benchmarks.ledger postorders ENTRIES` measures one size in this process. Seconds are CPU seconds, user and
system.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from postorders.ledger import standalone
from postorders.ledger.entry import Entry, leaf, seal
from postorders.ledger.folder import publish
from postorders.ledger.keys import Signer
from postorders.ledger.tree import Frontier, leaf_hash
from postorders.ledger.verify import verify

ENTRIES = 200_000
STEP = 10_000
ORIGIN = "fulton-grove.example/ledger"


def measure() -> dict[str, Any]:
    """The size of the plan, in a process of its own."""
    from benchmarks.speed import in_own_process

    return in_own_process("benchmarks.ledger", "postorders", str(ENTRIES))


def one(count: int) -> dict[str, Any]:
    """Publishes `count` entries in steps, verifies the folder three ways, and appends to a frontier of that size."""
    with tempfile.TemporaryDirectory(prefix="postorders-ledger-") as temporary:
        folder, signer = Path(temporary, "ledger"), Signer.make(ORIGIN)
        sealed = _seconds(lambda: sum(1 for _ in _acts(0, min(count, STEP)))) / min(count, STEP)
        published = _seconds(lambda: _publish(folder, signer, count)) / count - sealed
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        verified = _seconds(lambda: _hold(folder, signer))
        more = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - peak
        total = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        summed = _children(["sh", "-c", f"find {folder} -type f -print0 | xargs -0 sha256sum"])
        script = _children([sys.executable, "-I", "-S", str(standalone.__file__), str(folder)])
    return {
        "entries": count,
        "megabytes": round(total / 1e6, 1),
        "seal_microseconds": round(sealed * 1e6, 1),
        "publish_microseconds": round(published * 1e6, 1),
        "append_microseconds": round(_append(count) * 1e6, 2),
        "verify_seconds": round(verified, 2),
        "verify_megabytes_per_second": round(total / 1e6 / verified, 1),
        "verify_more_peak_mb": round(more / 1024),
        "sha256sum_seconds": round(summed, 2),
        "verify_ratio_to_sha256sum": round(verified / summed, 1),
        "standalone_seconds": round(script, 2),
    }


def _acts(start: int, end: int) -> Iterator[tuple[bytes, Entry]]:
    """Acts of the size that a desk writes: eight fields, one of them a sentence."""
    for number in range(start, end):
        values = {
            "act": "post.release",
            "at": f"2026-01-05T09:{number % 60:02}:00Z",
            "by": "Marisol Quade",
            "clause": ["8.03.C.3", "8.04.H"],
            "item": f"post-{number}",
            "judgment": f"{number:064x}",
            "outcome": "clear",
            "why": "Road closed at Foxridge Drive until the water main is mended; read against the permission.",
        }
        entry = seal(values)
        yield leaf(entry), entry


def _publish(folder: Path, signer: Signer, count: int) -> None:
    for start in range(0, count, STEP):
        publish(folder, ORIGIN, _acts(start, min(count, start + STEP)), signer, start=start)


def _hold(folder: Path, signer: Signer) -> None:
    report = verify(folder, [signer.vkey()])
    if not report.holds:
        sys.exit(f"The ledger does not hold: {report.problems[0]}")


def _append(count: int) -> float:
    """Seconds of one append, of a frontier that has `count` leaves, kept as bytes in between."""
    frontier, hashed = Frontier(), leaf_hash(b"x")
    for _ in range(count):
        frontier = frontier.append(hashed)
    kept, runs = frontier.to_bytes(), 50_000

    def run() -> None:
        nonlocal kept
        for _ in range(runs):
            kept = Frontier.from_bytes(kept).append(hashed).to_bytes()

    return _seconds(run) / runs


def _seconds(work: Any) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _children(command: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True, env=dict(os.environ))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


if __name__ == "__main__":
    print(json.dumps(one(int(sys.argv[-1])) if len(sys.argv) > 1 else measure()))

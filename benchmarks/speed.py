"""Posts a second and peak memory of each engine on the same posts, each in a process of its own on one core.

`python -m benchmarks.speed` measures them all; `python -m benchmarks.speed ENGINE COUNT` one, in this process.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.engines import ENGINES
from benchmarks.posts import posts

POSTS = 100_000
BATCH = 1_000
ROOT = Path(__file__).parent.parent
PEERS = ROOT / ".venv-bench" / "bin" / "python"
PLAN = (
    ("postorders", POSTS),
    ("postorders-lines", 20_000),
    ("presidio-analyzer", 4_000),
    ("alt-profanity-check", POSTS),
)
_ONE_CORE = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}


def measure() -> list[dict[str, Any]]:
    """Every engine of the plan, one after another. A peer's missing environment is told and ends the run."""
    if not PEERS.exists():
        sys.exit("The peers are not installed. Run 'make bench', which sets .venv-bench up.")
    return [in_own_process("benchmarks.speed", name, str(count)) for name, count in PLAN]


def in_own_process(module: str, name: str, *args: str) -> dict[str, Any]:
    """What a benchmark module prints as JSON, run by the Python that has the engine."""
    python = sys.executable if name.startswith("postorders") else str(PEERS)
    environment = {**os.environ, **_ONE_CORE, "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT)))}
    done = subprocess.run(
        [python, "-m", module, name, *args], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{name} did not run:\n{done.stderr[-2000:]}")
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def one(name: str, count: int) -> dict[str, Any]:
    """One engine in this process: seconds are CPU seconds of checking alone, without start and without making posts."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    began = time.process_time()
    engine = ENGINES[name]()
    ready = time.process_time() - began
    stream, seconds, flagged = posts(count), 0.0, 0
    engine(list(islice(posts(BATCH, seed=1), BATCH)))  # warm: expressions compile on first use
    while batch := list(islice(stream, BATCH)):
        began = time.process_time()
        flagged += engine(batch)
        seconds += time.process_time() - began
    return {
        "engine": name,
        "posts": count,
        "seconds": round(seconds, 3),
        "posts_per_second": round(count / seconds),
        "flagged": flagged,
        "start_seconds": round(ready, 3),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


if __name__ == "__main__":
    print(json.dumps(one(sys.argv[1], int(sys.argv[2])) if len(sys.argv) > 1 else measure()))

"""CPU seconds, user and system, of `postorders check` on one post, from start to exit, with a warm cache."""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
from typing import Any

RUNS = 7
POST = "Coffee with neighbors at the library this Saturday. Bring your questions and a friend."
COMMAND = [sys.executable, "-m", "postorders", "check", "--policy", "kcpd-261", "--account", "official"]


def measure() -> dict[str, Any]:
    """The median of seven runs, after one that warms the cache."""
    _run()
    seconds = sorted(_run() for _ in range(RUNS))
    return {"runs": RUNS, "median_seconds": round(statistics.median(seconds), 3), "slowest": round(seconds[-1], 3)}


def _run() -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(COMMAND, input=POST, capture_output=True, text=True, check=False, env=dict(os.environ))
    if done.returncode == 2:
        sys.exit(f"The check did not run:\n{done.stderr[-2000:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


if __name__ == "__main__":
    print(json.dumps(measure()))

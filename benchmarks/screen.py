"""`postorders screen` on many posts: rate, peak memory of all its processes, and what a run that was killed costs.

`python -m benchmarks.screen [--posts 1000000] [--fewer 50000] [--jobs 2] [--policy kcpd-261] [--out flags.parquet]`.
The posts are invented, the same for the same number. On fewer of them, the first so many, one more run is let be, and
one is killed when half of the shards are kept, and then goes on.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.posts import posts

ROOT = Path(__file__).parent.parent
SHARD = 2_000
_EVERY = 0.1  # seconds between two looks at the memory


@dataclass(frozen=True, slots=True)
class Ran:
    """A run: seconds from its start to its end, and the most memory that its processes had at once, in bytes."""

    seconds: float
    peak: int


def measure(
    count: int = 1_000_000, fewer: int = 50_000, jobs: int = 2, policy: str = "kcpd-261", name: str = "flags.parquet"
) -> dict[str, Any]:
    """The figures of a run over all posts, and of runs over `fewer`, of which one is killed and goes on."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        _write(folder / "posts.jsonl", count)
        _write(folder / "fewer.jsonl", fewer)
        head = [sys.executable, "-m", "postorders", "screen"]
        tail = ["--policy", policy, "--as-of", "2026-01-15", "--quiet"]
        tail += ["--jobs", str(jobs), "--shard", str(SHARD), "-o"]
        whole = _run([*head, "posts.jsonl", *tail, name], folder)
        undisturbed = _run([*head, "fewer.jsonl", *tail, f"fewer-{name}"], folder)
        again = [*head, "fewer.jsonl", *tail, f"again-{name}"]
        killed = _run(again, folder, kill_at=-(-fewer // SHARD) // 2)
        kept = len(list((folder / f"again-{name}.work").glob("shard-*.parquet")))
        resumed = _run(again, folder)
        return {
            "posts": count,
            "jobs": jobs,
            "posts_per_second": round(count / whole.seconds),
            "seconds": round(whole.seconds, 1),
            "peak_mb": round(whole.peak / 2**20),
            "input_mb": round((folder / "posts.jsonl").stat().st_size / 2**20, 1),
            "output_mb": round((folder / name).stat().st_size / 2**20, 1),
            "fewer posts": {
                "posts": fewer,
                "seconds": round(undisturbed.seconds, 1),
                "peak_mb": round(undisturbed.peak / 2**20),
                "killed_after_seconds": round(killed.seconds, 1),
                "shards_kept": kept,
                "resumed_in_seconds": round(resumed.seconds, 1),
                "same_bytes": _sha(folder / f"fewer-{name}") == _sha(folder / f"again-{name}"),
            },
        }


def _write(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        for number, text in enumerate(posts(count)):
            account = "personal" if number % 2 else "official"
            file.write(json.dumps({"id": f"p{number}", "text": text, "account": account}) + "\n")


def _run(command: list[str], folder: Path, kill_at: int = 0) -> Ran:
    """One run. With `kill_at` it is killed, without a chance to tidy up, when so many shards are kept."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT)))}
    began, peak, work = time.monotonic(), 0, folder / f"{command[-1]}.work"
    run = subprocess.Popen(command, cwd=folder, env=environment)
    while run.poll() is None:
        peak = max(peak, _memory(run.pid))
        if kill_at and len(list(work.glob("shard-*.parquet"))) >= kill_at:
            run.send_signal(signal.SIGKILL)
            run.wait()
        time.sleep(_EVERY)
    if run.returncode not in (0, 1, 3, -signal.SIGKILL):
        sys.exit(f"The run ended with {run.returncode}.")
    return Ran(time.monotonic() - began, peak)


def _memory(process: int) -> int:
    """Bytes of memory of a process and of those that it started; what they share is counted once."""
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    own = next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)
    return own + sum(_memory(int(child)) for child in children)


def _sha(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


if __name__ == "__main__":
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--posts", type=int, default=1_000_000)
    given.add_argument("--fewer", type=int, default=50_000)
    given.add_argument("--jobs", type=int, default=2)
    given.add_argument("--policy", default="kcpd-261")
    given.add_argument("--out", default="flags.parquet")
    args = given.parse_args()
    print(json.dumps(measure(args.posts, args.fewer, args.jobs, args.policy, args.out), indent=2))

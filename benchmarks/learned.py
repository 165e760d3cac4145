"""What the learned signals cost on one core: the encoder, the quick look before it, one check, and peers beside them.

`python -m benchmarks.learned` measures them all and prints JSON; `python -m benchmarks.learned ENGINE COUNT` measures
one, in this process. The posts are invented, of about 27 tokens, the same for the same seed. A peer whose environment
is not there (`.venv-bench`, and `.venv-train` for torch) is said to be missing.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks import startup
from benchmarks.posts import posts

ROOT = Path(__file__).parent.parent
BATCH = 100
WORDS = range(17, 31)
PLAN = (
    ("encoder", 2_000),
    ("explained", 500),
    ("cascade", 20_000),
    ("check", 500),
    ("presidio-analyzer", 4_000),
    ("alt-profanity-check", 20_000),
    ("torch", 1_000),
)
_HOMES = {"presidio-analyzer": ".venv-bench", "alt-profanity-check": ".venv-bench", "torch": ".venv-train"}
_ONE_CORE = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}

Engine = Callable[[Sequence[str]], int]


def measure(share: float = 1.0) -> dict[str, Any]:
    """Every engine of the plan on `share` of its posts, one after another; ratios are to the encoder alone."""
    rows = [_in_own_process(name, max(1, int(count * share))) for name, count in PLAN]
    own = rows[0]["posts_per_second"]
    for row in rows:
        if "posts_per_second" in row:
            row["ratio"] = round(row["posts_per_second"] / own, 3)
    return {"engines": rows, "start": startup.measure()}


def one(name: str, count: int) -> dict[str, Any]:
    """One engine in this process: seconds are CPU seconds of reading alone, without start and without making posts."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    began = time.process_time()
    engine = ENGINES[name]()
    engine(list(short(BATCH, seed=1)))  # warm: the model is loaded, expressions are compiled
    ready, stream, each, counted = time.process_time() - began, short(count), list[float](), 0
    size = 1 if name == "check" else BATCH
    while batch := list(islice(stream, size)):
        began = time.process_time()
        counted += engine(batch)
        each.append(time.process_time() - began)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    said = {"engine": name, "posts": count, "posts_per_second": round(count / sum(each), 1), "counted": counted}
    said |= {"start_seconds": round(ready, 3), "peak_mb": round(peak)}
    if name == "cascade":
        said["passed_on"] = round(counted / count, 4)
    if name == "check" and count > 1:
        median, late = statistics.median(each), statistics.quantiles(each, n=20)[-1]
        said |= {"median_ms": round(1000 * median, 1), "p95_ms": round(1000 * late, 1)}
    return said


def short(count: int, seed: int = 27) -> Iterator[str]:
    """Invented posts of 17 to 30 words, which are about 27 tokens."""
    return islice((text for text in posts(count * 4 + 100, seed) if len(text.split()) in WORDS), count)


def encoder(explain: bool = False) -> Engine:
    """The encoder reads every post; counts those in which any head sees something."""
    reading = _reading()
    return lambda texts: sum(bool(read.seen) for read in reading.read(texts, explain=explain))


def explained() -> Engine:
    """The same, and the telling words are looked for."""
    return encoder(explain=True)


def cascade() -> Engine:
    """A quick look at every post, and the encoder reads what it passes on; counts what was passed on."""
    reading = _reading()

    def run(texts: Sequence[str]) -> int:
        chosen = [text for text, worth in zip(texts, reading.worth_reading(texts), strict=True) if worth]
        reading.read(chosen, explain=False)
        return len(chosen)

    return run


def check() -> Engine:
    """Patterns, encoder and judgment with a whole pack, one post after another; counts what is not clear."""
    from postorders.known import known
    from postorders.policy.library import TEMPLATES, read
    from postorders.posts.context import Context
    from postorders.posts.post import Post
    from postorders.screening.checker import Checker
    from postorders.signals.library import shipped

    checker, context = Checker(read(TEMPLATES / "kcpd-261", known), shipped(), _reading()), Context()

    def judged(text: str) -> bool:
        return checker.check(Post("p", text, account="official"), context, "2026-01-15").outcome != "clear"

    return lambda texts: sum(map(judged, texts))


def in_torch() -> Engine:
    """The encoder's graph in torch, 32-bit, in padded batches of 32 by length; its weights are not the trained ones,
    which costs the same. Cutting into pieces is counted, as it is for the encoder."""
    import torch
    from training.model import Encoder

    from postorders.signals.learned.pieces import Pieces
    from postorders.signals.learned.weights import folder

    place = folder()
    if place is None:
        sys.exit("There are no weights.")
    torch.set_num_threads(1)
    pieces = Pieces((place / "vocab.txt").read_text(encoding="utf-8").splitlines())
    model = Encoder().eval()

    def run(texts: Sequence[str]) -> int:
        rows = sorted(([101, *(piece.id for piece in pieces.cut(text)[:126]), 102] for text in texts), key=len)
        for at in range(0, len(rows), 32):
            some = rows[at : at + 32]
            ids = torch.tensor([row + [0] * (len(some[-1]) - len(row)) for row in some])
            with torch.inference_mode():
                model(ids, (ids > 0).long())
        return len(rows)

    return run


def presidio() -> Engine:
    """See `benchmarks.engines`."""
    from benchmarks.engines import presidio as made

    return made()


def profanity() -> Engine:
    """See `benchmarks.engines`."""
    from benchmarks.engines import profanity as made

    return made()


ENGINES: dict[str, Callable[[], Engine]] = {
    "encoder": encoder,
    "explained": explained,
    "cascade": cascade,
    "check": check,
    "presidio-analyzer": presidio,
    "alt-profanity-check": profanity,
    "torch": in_torch,
}


def _reading() -> Any:
    from postorders.signals.learned.reading import installed

    reading = installed()
    if reading is None:
        sys.exit("There are no weights.")
    return reading


def _in_own_process(name: str, count: int) -> dict[str, Any]:
    """What this module prints of one engine, run by the Python that has it; a missing peer is told."""
    python = ROOT / _HOMES[name] / "bin" / "python" if name in _HOMES else Path(sys.executable)
    if not python.exists():
        return {"engine": name, "missing": f"{_HOMES[name]} is not set up"}
    environment = {**os.environ, **_ONE_CORE, "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT)))}
    command = [str(python), "-m", "benchmarks.learned", name, str(count)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{name} did not run:\n{done.stderr[-2000:]}")
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


if __name__ == "__main__":
    if len(sys.argv) > 2:
        print(json.dumps(one(sys.argv[1], int(sys.argv[2]))))
    else:
        print(json.dumps(measure(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0), indent=2))

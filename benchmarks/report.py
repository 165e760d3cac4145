"""Runs the benchmarks; writes benchmarks/results.json and docs/reference/speed.md.

`python -m benchmarks.report` runs all of them, `python -m benchmarks.report release lists` these alone: of the others
the last figures stay. Each part runs in a process of its own, and its figures are written as soon as they are there.
"""

from __future__ import annotations

import argparse
import datetime
import importlib
import json
import os
import platform
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.sections import SECTIONS
from postorders import __version__

ROOT = Path(__file__).parent.parent
RESULTS = ROOT / "benchmarks" / "results.json"
PAGE = ROOT / "docs" / "reference" / "speed.md"
PARTS = ("speed", "growth", "startup", "learned", *SECTIONS)
_NAMES = {
    "postorders": "postorders: patterns and judgment",
    "postorders-lines": "postorders: the same, and each judgment written as JSON",
    "presidio-analyzer": "presidio-analyzer, pattern recognizers only",
    "alt-profanity-check": "alt-profanity-check, in batches",
    "encoder": "postorders: the encoder reads every post",
    "explained": "postorders: the same, and looks for the telling words",
    "cascade": "postorders: a quick look first, then the encoder",
    "check": "postorders: patterns, encoder and judgment of one post after another",
    "torch": "the same encoder in torch, 32-bit, in batches of 32",
}


def main() -> None:
    """Measures, and writes the figures and the page. Exit code 1 where a part did not run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=f"one of {', '.join(PARTS)}; all if none is named")
    parser.add_argument("--measure", choices=PARTS, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        print(json.dumps(importlib.import_module(f"benchmarks.{given.measure}").measure()))
        return
    if unknown := sorted({*given.parts} - {*PARTS}):
        parser.error(f"There is no part {', '.join(unknown)}. There are {', '.join(PARTS)}.")
    missed = [name for name in given.parts or PARTS if not _part(name)]
    print(PAGE.read_text(encoding="utf-8"))
    if missed:
        sys.exit(f"Did not run, and keeps its last figures: {', '.join(missed)}.")


def _part(name: str) -> bool:
    """Measures one part in a process of its own and writes what it found; whether it ran."""
    command = [sys.executable, "-m", "benchmarks.report", "--measure", name]
    ran = subprocess.run(command, check=False, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    if not ran.returncode:
        write({name: json.loads(ran.stdout.splitlines()[-1])})
    return not ran.returncode


def write(found: dict[str, Any]) -> None:
    """Puts the figures of some parts beside those of the others, and writes the page anew."""
    today = datetime.date.today().isoformat()
    known = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.is_file() else {}
    about = {
        "made_by": "make bench",
        "date": today,
        "version": __version__,
        "machine": {
            "cores": os.cpu_count(),
            "python": platform.python_version(),
            "system": f"{platform.system()} {platform.machine()}",
        },
    }
    dates = {name: known["date"] for name in PARTS if name in known} | known.get("measured", {})
    results = {**known, **about, "measured": dates | dict.fromkeys(found, today), **found}
    RESULTS.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(results), encoding="utf-8")


def page(results: dict[str, Any]) -> str:
    """The figures as a page of Markdown."""
    machine, start = results["machine"], results["startup"]
    dates = ", ".join(f"{name} {results['measured'][name]}" for name in PARTS if name in results)
    more = "".join(section(results[name]) for name, section in SECTIONS.items() if name in results)
    return f"""# Speed

Written by `make bench` on {results["date"]}: version {results["version"]}, Python {machine["python"]},
{machine["system"]}, {machine["cores"]} cores, of which each engine may use one. Seconds are CPU seconds. The posts are
invented, of tweet length, the same for every engine; about one in ten has something to flag. A slower engine is
measured on the first so many of them. Measured on: {dates}.

## Posts a second and peak memory

The whole pack `kcpd-261`, no native code, side by side with two other tools in the same run. They do other work
(presidio finds personal data, alt-profanity-check scores profanity; neither knows a policy), so the ratio says what
a check costs beside them and not which is better.

{_speed(results["speed"])}

## How cost grows with patterns

{_growth(results["growth"])}

The added patterns are copies with their words exchanged for others about as common.

## Start

`postorders check` on one post, from start to exit, with compiled packs in the cache:
{start["median_seconds"]} CPU seconds (median of {start["runs"]} runs; slowest {start["slowest"]}).
{_learned(results["learned"]) if "learned" in results else ""}{more}
"""


def _speed(rows: list[dict[str, Any]]) -> str:
    own = rows[0]["posts_per_second"]
    body = [
        (
            _NAMES[row["engine"]],
            f"{row['posts']:,}",
            f"{row['posts_per_second']:,}",
            f"{row['posts_per_second'] / own:.2f}",
            f"{row['peak_mb']} MB",
            f"{row['flagged']:,}",
        )
        for row in rows
    ]
    heads = ("engine", "posts", "posts a second", "ratio to postorders", "peak memory", "posts with a result")
    return _table(heads, body)


def _learned(found: dict[str, Any]) -> str:
    rows, check = found["engines"], next(row for row in found["engines"] if row["engine"] == "check")
    passed = next(row for row in rows if row["engine"] == "cascade")["passed_on"]
    body = [
        (
            _NAMES[row["engine"]],
            f"{row['posts']:,}" if "posts" in row else row["missing"],
            f"{row['posts_per_second']:,}" if "posts" in row else "",
            f"{row['ratio']:.2f}" if "posts" in row else "",
            f"{row['peak_mb']} MB" if "posts" in row else "",
        )
        for row in rows
    ]
    heads = ("engine", "posts", "posts a second", "ratio to the encoder", "peak memory")
    return f"""
## Learned signals

Posts of about 27 tokens, on one core. The quick look passed on {100 * passed:.1f} of 100 posts to the encoder. A check
of one post, once started, takes {check["median_ms"]} ms (median; 95 of 100 at most {check["p95_ms"]} ms).

{_table(heads, body)}
"""


def _growth(rows: list[dict[str, Any]]) -> str:
    base = rows[0]["microseconds_per_post"]
    body = [
        (
            f"{row['times']}x",
            f"{row['patterns']:,}",
            f"{row['posts_per_second']:,}",
            f"{row['microseconds_per_post']:,}",
            f"{row['microseconds_per_post'] / base:.1f}x",
        )
        for row in rows
    ]
    return _table(("patterns", "how many", "posts a second", "microseconds a post", "cost"), body)


def _table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [heads, ("---",) + ("---:",) * (len(heads) - 1), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


if __name__ == "__main__":
    main()

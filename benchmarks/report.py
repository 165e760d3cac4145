"""Runs every benchmark; writes benchmarks/results.json and docs/reference/speed.md."""

from __future__ import annotations

import datetime
import json
import os
import platform
from pathlib import Path
from typing import Any

from benchmarks import growth, speed, startup
from postorders import __version__

ROOT = Path(__file__).parent.parent
RESULTS = ROOT / "benchmarks" / "results.json"
PAGE = ROOT / "docs" / "reference" / "speed.md"
_NAMES = {
    "postorders": "postorders: patterns and judgment",
    "postorders-lines": "postorders: the same, and each judgment written as JSON",
    "presidio-analyzer": "presidio-analyzer, pattern recognizers only",
    "alt-profanity-check": "alt-profanity-check, in batches of 1,000",
}


def main() -> None:
    """Measures, and writes the figures and the page."""
    results = {
        "made_by": "make bench",
        "date": datetime.date.today().isoformat(),
        "version": __version__,
        "machine": {
            "cores": os.cpu_count(),
            "python": platform.python_version(),
            "system": f"{platform.system()} {platform.machine()}",
        },
        "speed": speed.measure(),
        "growth": growth.measure(),
        "startup": startup.measure(),
    }
    RESULTS.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(results), encoding="utf-8")
    print(PAGE.read_text(encoding="utf-8"))


def page(results: dict[str, Any]) -> str:
    """The figures as a page of Markdown."""
    machine, start = results["machine"], results["startup"]
    return f"""# Speed

Written by `make bench` on {results["date"]}: version {results["version"]}, Python {machine["python"]},
{machine["system"]}, {machine["cores"]} cores, of which each engine may use one. Seconds are CPU seconds. The posts are
invented, of tweet length, the same for every engine; about one in ten has something to flag. A slower engine is
measured on the first so many of them.

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

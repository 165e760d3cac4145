"""Search for look-alikes in a register of many departments: time, memory, and what a plain scan takes beside it.

`python -m benchmarks.lookalikes [--departments 18000] [--queries 400] [--json]`. The departments are made up: places
from parts of names, four sites each. Half of the queries are names as an impostor would choose them, half are new.
The peers look at every handle: `difflib` as the standard library has it, and rapidfuzz without an index. They find
near names alone, so they do less.
"""

from __future__ import annotations

import argparse
import difflib
import json
import random
import statistics
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

from postorders.platforms.address import Address, address
from postorders.platforms.likeness import Likeness

HEADS = (
    "ash birch brook clear cedar deer elm fair fox glen green hazel hart hill iron juniper kings laurel linden maple "
    "marsh mill mill oak orchard pine plum quarry raven red ridge river rock rose sand silver spring stone summer "
    "thorn timber walnut water white willow winter wolf yarrow"
).split()
TAILS = (
    "borough bridge brook burg bury creek dale falls field ford gate grove ham haven heights hill hollow hurst land "
    "ley mont moor mouth point port ridge side spring stead ton vale view ville ward water way wick wood worth"
).split()
STATES = "mo ks il ia ne ok ar tn ky in oh tx co mn wi ga".split()
SERVICES = ("PD", "Police", "PoliceDept", "SO", "Sheriff")
SITES = (
    *("https://www.facebook.com/{}", "https://www.threads.com/@{}"),
    *("https://www.instagram.com/{}", "https://www.youtube.com/@{}"),
)
Row = tuple[str, str, str]


def places(departments: int) -> Iterator[tuple[str, str]]:
    """The place and the state of so many made-up departments, each pair once."""
    dice, seen = random.Random(20), set()
    while len(seen) < departments:
        opening = dice.choice(("", "", "", "North", "West", "New", "Lake", "Fort"))
        made = opening + dice.choice(HEADS).title() + dice.choice(TAILS), dice.choice(STATES).upper()
        if made not in seen:
            seen.add(made)
            yield made


def rows(departments: int) -> list[Row]:
    """Four sites of each department, of which about half have a handle of their own."""
    dice, made = random.Random(4), list[Row]()
    for place, state in places(departments):
        usual = f"{place}{dice.choice(SERVICES)}{state}"
        for form in SITES:
            handle = usual if dice.random() < 0.5 else f"{place}{dice.choice(SERVICES)}.{state}"
            found = address(form.format(handle[:30]))
            made.append((found.key, found.handle, f"{place} Police, {state}"))
    return made


def queries(known: Sequence[Row], count: int) -> list[Address]:
    """Addresses to ask about: half of them twisted from known ones."""
    dice = random.Random(8)
    twists: tuple[Callable[[str], str], ...] = (
        lambda handle: handle.replace("o", "0"),
        lambda handle: handle.replace("l", "1"),
        lambda handle: handle[:3] + handle[4:],
        lambda handle: handle[:2] + handle[3] + handle[2] + handle[4:],
        lambda handle: f"{handle}Official",
        lambda handle: f"real_{handle}",
    )
    twisted = (dice.choice(twists)(dice.choice(known)[1]) for _each in range(count // 2))
    fresh = (f"{dice.choice(TAILS)}{dice.choice(HEADS)}{dice.choice(SERVICES)}" for _each in range(count - count // 2))
    return [address(f"https://www.instagram.com/{handle[:30]}") for handle in (*twisted, *fresh)]


def measure(departments: int = 18_000, count: int = 400) -> dict[str, Any]:
    """Milliseconds, megabytes and ratios for a register of so many departments."""
    known = rows(departments)
    asked = queries(known, count)
    tracemalloc.start()
    Likeness(known)
    memory = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    began = time.perf_counter()
    index = Likeness(known)
    built = time.perf_counter() - began
    ours = _times(index.near, asked)
    handles = [handle.lower() for _key, handle, _name in known]
    peers = {
        "difflib": _times(lambda each: difflib.get_close_matches(each.handle.lower(), handles, 10, 0.85), asked[:6]),
        "rapidfuzz, every handle": _times(
            lambda each: process.extract(each.handle.lower(), handles, scorer=OSA.distance, score_cutoff=2), asked[:100]
        ),
    }
    found = sum(bool(index.near(each)) for each in asked[: count // 2])
    return {
        "sites": len(index),
        "build_seconds": round(built, 2),
        "one_row_ms": round(_one_row(index, known[0]) * 1000, 3),
        "memory_mb": round(memory / 1e6),
        "queries": len(asked),
        "twisted_found": f"{found} of {count // 2}",
        **_figures(ours),
        "peers": {name: {**_figures(times), **_ratio(times, ours)} for name, times in peers.items()},
    }


def _times(search: Callable[[Address], object], asked: Sequence[Address]) -> list[float]:
    taken = []
    for each in asked:
        began = time.perf_counter()
        search(each)
        taken.append((time.perf_counter() - began) * 1000)
    return taken


def _figures(times: Sequence[float]) -> dict[str, float]:
    ordered = sorted(times)
    return {
        "p50_ms": round(statistics.median(ordered), 2),
        "p95_ms": round(ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))], 2),
        "slowest_ms": round(ordered[-1], 2),
    }


def _ratio(times: Sequence[float], ours: Sequence[float]) -> dict[str, float]:
    return {"times_ours": round(statistics.median(times) / statistics.median(ours), 1)}


def _one_row(index: Likeness, row: Row) -> float:
    """Seconds to leave one row out and take it in again."""
    began = time.perf_counter()
    for _turn in range(100):
        index.remove(row[0])
        index.add(*row)
    return (time.perf_counter() - began) / 100


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--departments", type=int, default=18_000)
    parser.add_argument("--queries", type=int, default=400)
    parser.add_argument("--json", action="store_true", help="print JSON alone")
    given = parser.parse_args()
    result = measure(given.departments, given.queries)
    if given.json:
        print(json.dumps(result))
        return
    for name, value in result.items():
        print(f"{name:16} {json.dumps(value, indent=2) if isinstance(value, dict) else value}")


if __name__ == "__main__":
    main()

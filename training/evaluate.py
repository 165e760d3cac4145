"""Measures the shipped weights on posts that training never saw, and writes the page of error rates and the
card of the weights.

    python -m training.evaluate --data ../shared/data

Fails when a figure fell below the interval in which it was published before.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from postorders.signals.learned import weights
from postorders.signals.learned.weights import Head
from training import breakdown, data, outputs, peers, posts
from training.card import write_card
from training.heads import CONCEPTS, HEADS
from training.measures import Figure, counted
from training.page import write_page

HERE = Path(__file__).parent
PUBLISHED = HERE / "figures.json"
PAGE = HERE.parent / "docs" / "reference" / "error-rates.md"


def main() -> None:
    """Measures, compares with what was published, writes figures and page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--place", type=Path, default=HERE.parent / "models" / "reader")
    parser.add_argument("--accept", action="store_true", help="Publish figures that fell, too.")
    options = parser.parse_args()
    figures = measure(options.data, options.place)
    fallen = fell(json.loads(PUBLISHED.read_text(encoding="utf-8")), figures) if PUBLISHED.is_file() else []
    for line in fallen:
        print(line, file=sys.stderr)
    if fallen and not options.accept:
        sys.exit("Figures fell below their published intervals; nothing was written. --accept publishes them.")
    PUBLISHED.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    write_page(PAGE, figures)
    write_card(options.place, figures, datetime.now(UTC).date())


def measure(folder: Path, place: Path) -> dict[str, Any]:
    """Every figure, as plain data."""
    rows = data.everything(folder)["test"]
    texts = [row.text for row in rows]
    loaded = weights.load(place)
    seen = outputs.patterns(texts)
    scores = _probabilities(loaded.heads, outputs.logits(place, texts), seen)
    lowest = {head.name: min(head.at.values(), default=2.0) for head in loaded.heads}
    found: dict[str, Any] = {
        "weights": loaded.hash[:12],
        "rows": {"all": len(rows), "own": sum(row.source == "own" for row in rows)},
        "concepts": {
            name: breakdown.concept(name, rows, scores[:, HEADS.index(name)], lowest[name]) for name in CONCEPTS
        },
    }
    areas = [one["area"]["value"] for one in found["concepts"].values() if one["area"]["count"]]
    found["mean area"] = round(float(np.nanmean(areas)), 3)
    found["hard negatives"] = breakdown.near_misses(rows, scores, lowest)
    found["by kind"] = breakdown.by_hate(rows, scores, lambda row: [f"frames: {row.kind}"])
    found["by group"] = breakdown.by_hate(rows, scores, lambda row: row.tags[2:])
    found["by voice"] = breakdown.by_voice(rows, scores, lowest)
    found["peers"] = peers.compared(rows, scores[:, HEADS.index("bias")], seen)
    found["posts"] = posts.held(place, rows)
    found["clauses"] = posts.clauses(place)
    found["names"] = posts.names_found(folder, place)
    found["worst"] = breakdown.worst(rows, scores, lowest)
    for name in ("leaveout", "gate", "speed"):
        if (path := HERE / f"{name}.json").is_file():
            found[name] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _probabilities(heads: Sequence[Head], numbers: np.ndarray, seen: Sequence[frozenset[str]]) -> np.ndarray:
    """What the shipped calibration makes of the encoder's numbers and of what patterns saw: [texts, heads]."""
    columns = [
        [head.probability(float(number), head.name in some) for number, some in zip(numbers[:, at], seen, strict=True)]
        for at, head in enumerate(heads)
    ]
    return np.array(columns).T


def fell(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """What is worse than the interval in which it was published, in words. Figures of one group have no interval."""
    found, new = [], dict(_published(now))
    for name, (was, better) in _published(before):
        value = new[name][0].value if name in new else was.value
        if was.groups > 1 and ((better > 0 and value < was.low) or (better < 0 and value > was.high)):
            found.append(f"{name} was {was.value} ({was.low} to {was.high}) and is {value}.")
    return found


def _published(figures: Mapping[str, Any]) -> Iterator[tuple[str, tuple[Figure, int]]]:
    """Every figure that is published with an interval, by its name, and whether more of it is better (1) or worse."""
    for name, one in figures["concepts"].items():
        for title, better in (("area", 1), ("recall", 1), ("precision", 1), ("false alarms", -1)):
            yield f"{name}: {title}", (Figure(**one[title]), better)
    for name, one in figures["hard negatives"].items():
        yield f"{name}: false alarms on near misses", (Figure(**one), -1)
    for key, title in (("by group", "found"), ("by voice", "recall")):
        for name, one in figures[key].items():
            for of, better in ((title, 1), ("false alarms", -1)):
                if one[of]:
                    yield f"{key} {name}: {of}", (Figure(**one[of]), better)
    for how, one in figures["clauses"].items():
        yield f"{how}: clauses found", (counted(one["found"], one["wanted"]), 1)
        yield f"{how}: clean posts flagged", (counted(one["alarmed"], one["clean"]), -1)
    for how, held in figures["posts"].items():
        if how != "posts":
            yield f"{how}: ordinary posts held", (counted(held, figures["posts"]["posts"]), -1)
    named = figures["names"]
    yield "names of people: recall", (counted(named["found"], named["people"]), 1)
    yield "names of people: precision", (counted(named["right"], named["said"]), 1)


if __name__ == "__main__":
    main()

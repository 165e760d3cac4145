"""Our own examples: posts written by hand in `examples/`, and frames filled by a seeded draw in `frames/`."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from training.heads import CONCEPTS, OFFICIAL_ONLY, TARGETS, absent
from training.rows import Row
from training.tables import outline

HERE = Path(__file__).parent
SOURCE = "own"
FILLS = 24  # fillings of one frame
_SLOT = re.compile(r"\{(\w+)\}")
_AFRAID = {"bias", "dehumanizing", "threat"}  # what every family of frames was written with in mind


def examples(folder: Path = HERE / "examples") -> Iterator[Row]:
    """Every post written by hand. Raises ValueError for a concept that no head has."""
    for path in sorted(folder.glob("*.yaml")):
        data = outline(path)
        for index, group in enumerate(data["groups"]):
            name = f"{path.stem}/{index}"
            for side in ("flags", "passes"):
                for item in group.get(side) or ():
                    yield _row(data, side == "flags", item, name, str(group.get("kind", "plain")))


def _row(data: Mapping[str, Any], shown: bool, item: Any, group: str, kind: str) -> Row:
    concept, whole = data["concept"], bool(data.get("whole"))
    text, also = (item, ()) if isinstance(item, str) else (item["text"], item.get("also") or ())
    if unknown := ({concept} - {"none"} | set(also)) - set(CONCEPTS):
        raise ValueError(f"{group}: no head for {', '.join(sorted(unknown))}")
    labels = absent(concept, whole)
    if concept != "none":
        labels[concept] = float(shown)
    labels |= dict.fromkeys(also, 1.0)
    if whole and kind != "official":
        labels = {name: value for name, value in labels.items() if name not in OFFICIAL_ONLY - {concept}}
    return Row(str(text), labels, SOURCE, group, kind, tags=(concept, "whole") if whole else (concept,))


def frames(folder: Path = HERE / "frames", seed: int = 5) -> Iterator[Row]:
    """Every frame, filled so many times. A family of frames is a group: it is never on both sides of the split."""
    for path in sorted(folder.glob("*.yaml")):
        data = outline(path)
        for family in data["families"]:
            draw = random.Random(f"{seed}/{path.stem}/{family['id']}")
            for frame in family["frames"]:
                yield from _filled(frame, family, data["slots"], draw, path.stem)


def _filled(
    frame: str, family: Mapping[str, Any], slots: Mapping[str, Any], draw: random.Random, stem: str
) -> Iterator[Row]:
    seen: set[str] = set()
    for _ in range(FILLS if _SLOT.search(frame) else 1):
        aimed: set[str] = set()
        text = _SLOT.sub(lambda match, aimed=aimed: _pick(slots[match[1]], draw, aimed), frame)
        if text not in seen:
            seen.add(text)
            yield Row(text, _labels(family, aimed), SOURCE, f"frames/{stem}/{family['id']}", family["id"], 0.6,
                      tags=("frames", family["kind"], *sorted(aimed)))  # fmt: skip


def _pick(options: Any, draw: random.Random, aimed: set[str]) -> str:
    chosen = draw.choice(list(options))
    if isinstance(options, Mapping):
        aimed.add(str(options[chosen]))
    return str(chosen)


def _labels(family: Mapping[str, Any], aimed: set[str]) -> dict[str, float]:
    flags = set(family.get("flags") or ())
    known = _AFRAID | flags if family["kind"] == "hateful" else _AFRAID | flags | {"sexual"}
    if "bias" in flags and "dehumanizing" not in flags:
        known = known - {"dehumanizing"}
    labels = {head: float(head in flags) for head in known}
    for name in TARGETS:
        labels[f"target:{name}"] = float(name in aimed and "bias" in flags)
    return labels

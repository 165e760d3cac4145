"""The figures of one concept, and of all posts by what they are like."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from training.heads import CONCEPTS, HEADS, THIN
from training.measures import area, figure, recall_at, share
from training.rows import Row, asked


def concept(name: str, rows: Sequence[Row], scores: np.ndarray, lowest: float) -> dict[str, Any]:
    """Every measure of a concept on the rows whose writers were asked for it."""
    known = np.array([at for at, row in enumerate(rows) if asked(row, name)])
    wanted = np.array([rows[at].labels[name] > 0.5 for at in known])
    chosen, groups = scores[known], [f"{rows[at].source}/{rows[at].group}" for at in known]
    flagged = chosen >= lowest
    measures = {
        "area": lambda i: area(chosen[i], wanted[i]),
        "precision": lambda i: share(wanted[i], flagged[i]),
        "recall": lambda i: share(flagged[i], wanted[i]),
        "false alarms": lambda i: share(flagged[i], ~wanted[i]),
        "recall at 0.8": lambda i: recall_at(chosen[i], wanted[i], 0.8),
    }
    said = {title: asdict(figure(one, groups)) for title, one in measures.items()}
    return said | {"shown": int(wanted.sum()), "not shown": int((~wanted).sum()), "thin": name in THIN}


def near_misses(rows: Sequence[Row], scores: np.ndarray, lowest: dict[str, float]) -> dict[str, Any]:
    """False alarms on the near misses written for each concept."""
    found = {}
    for name in CONCEPTS:
        hard = [at for at, row in enumerate(rows) if row.tags[:1] == (name,) and row.labels.get(name) == 0.0]
        if hard:
            flagged = scores[hard, HEADS.index(name)] >= lowest[name]
            found[name] = asdict(figure(lambda i, f=flagged: float(f[i].mean()), [rows[at].group for at in hard]))
    return found


def by_hate(rows: Sequence[Row], scores: np.ndarray, keys: Callable[[Row], Iterable[str]]) -> dict[str, Any]:
    """How often hate and its absence are told rightly at even odds in filled frames, by what `keys` says of a row."""
    sets: dict[str, list[int]] = {}
    for at, row in enumerate(rows):
        if row.tags[:1] == ("frames",) and "bias" in row.labels:
            for key in keys(row):
                sets.setdefault(key, []).append(at)
    bias = scores[:, HEADS.index("bias")] >= 0.5
    found = {}
    for key, some in sorted(sets.items()):
        wanted, groups = np.array([rows[at].labels["bias"] > 0.5 for at in some]), [rows[at].group for at in some]
        found[key] = {
            "hateful": int(wanted.sum()), "found": _share(bias[some], wanted, groups),
            "innocent": int((~wanted).sum()), "false alarms": _share(bias[some], ~wanted, groups),
        }  # fmt: skip
    return found


def by_voice(rows: Sequence[Row], scores: np.ndarray, lowest: dict[str, float]) -> dict[str, Any]:
    """Recall and false alarms over all concepts by the voice in which our own posts were written."""
    sets: dict[str, list[tuple[bool, bool, str]]] = {}
    for at, row in enumerate(rows):
        if row.source == "own" and row.tags and row.tags[0] in CONCEPTS and row.tags[0] in row.labels:
            name = row.tags[0]
            flagged = bool(scores[at, HEADS.index(name)] >= lowest[name])
            sets.setdefault(row.kind, []).append((row.labels[name] > 0.5, flagged, row.group))
    found = {}
    for kind, some in sorted(sets.items()):
        shown, flagged = (np.array([one[at] for one in some]) for at in (0, 1))
        groups = [one[2] for one in some]
        found[kind] = {
            "shown": int(shown.sum()), "recall": _share(flagged, shown, groups), "not shown": int((~shown).sum()),
            "false alarms": _share(flagged, ~shown, groups),
        }  # fmt: skip
    return found


def worst(rows: Sequence[Row], scores: np.ndarray, lowest: dict[str, float]) -> list[dict[str, str]]:
    """Our own test posts about which the weights are most wrong, for the concepts whose posts can be printed."""
    found = []
    for name in THIN:
        column = scores[:, HEADS.index(name)]
        mine = [at for at, row in enumerate(rows) if row.tags[:1] == (name,)]
        missed = sorted((at for at in mine if rows[at].labels[name] > 0.5), key=lambda at: column[at])[:2]
        alarmed = sorted((at for at in mine if rows[at].labels[name] < 0.5), key=lambda at: -column[at])[:2]
        found += [
            {"concept": name, "what": "missed", "text": rows[at].text} for at in missed if column[at] < lowest[name]
        ]
        found += [
            {"concept": name, "what": "alarmed", "text": rows[at].text} for at in alarmed if column[at] >= lowest[name]
        ]
    return found


def _share(said: np.ndarray, of: np.ndarray, groups: Sequence[str]) -> dict[str, Any] | None:
    """The share of those that `of` marks which `said` marks too, with its interval; None where there are none."""
    if not of.any():
        return None
    chosen = np.flatnonzero(of)
    return asdict(figure(lambda i: float(said[chosen[i]].mean()), [groups[at] for at in chosen]))

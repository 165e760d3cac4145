"""The same posts before other tools, in the same run: patterns alone, and two packages with a model of their own."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from training.rows import Row


def compared(rows: Sequence[Row], bias: np.ndarray, seen: Sequence[frozenset[str]]) -> dict[str, Any]:
    """Hate against its absence on our own test posts: what each finds of it, and how often it alarms without cause."""
    some = [at for at, row in enumerate(rows) if row.source == "own" and "bias" in row.labels]
    wanted = np.array([rows[at].labels["bias"] > 0.5 for at in some])
    texts = [rows[at].text for at in some]
    said: dict[str, np.ndarray] = {
        "postorders": bias[some] >= 0.5,
        "postorders, patterns alone": np.array(["bias" in seen[at] or "slur" in seen[at] for at in some]),
    }
    for name, tool in (("alt-profanity-check", _profanity), ("hatesonar", _sonar)):
        if (answer := _asked(tool, texts)) is not None:
            said[name] = answer
    return {name: _rates(answer, wanted) for name, answer in said.items()}


def _rates(said: np.ndarray, wanted: np.ndarray) -> dict[str, float]:
    found, alarms = float(said[wanted].mean()), float(said[~wanted].mean())
    return {
        "posts": len(wanted), "found": round(found, 3), "false alarms": round(alarms, 3),
        "accuracy on each side alike": round((found + 1 - alarms) / 2, 3),
    }  # fmt: skip


def _asked(tool: Callable[[Sequence[str]], np.ndarray], texts: Sequence[str]) -> np.ndarray | None:
    """The tool's answers; None where it is not installed or does not start (hatesonar wants the locale en_US.UTF-8),
    which is said aloud: a peer's own trouble must not end the measuring."""
    try:
        return tool(texts)
    except Exception as error:
        print(f"Not compared: {tool.__name__.strip('_')}: {error}", file=sys.stderr)
        return None


def _profanity(texts: Sequence[str]) -> np.ndarray:
    from profanity_check import predict

    return np.array(predict(list(texts))) > 0


def _sonar(texts: Sequence[str]) -> np.ndarray:
    from hatesonar import Sonar

    sonar = Sonar()
    tops = [sonar.ping(text=text)["top_class"] for text in texts]
    return np.array([top == "hate_speech" for top in tops])

"""What the page of error rates and the card write alike: figures, tables, and what the weights cannot see."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

LIMITS = """## What it does not see

* Pictures, sound and video, and words in them.
* What a post means only beside the post that it answers, or to those who know the people in it.
* Languages other than English; Spanish mixed into English only in part.
* Irony that nothing in the words gives away.
* New words for old hate, until somebody teaches them.
* Whether a thing said is true.
"""


def figure(said: Mapping[str, Any]) -> str:
    """A measured share with its interval; `none` where nothing could be measured."""
    if said["value"] is None or math.isnan(said["value"]):
        return "none"
    return f"{said['value']:.2f} ({said['low']:.2f}-{said['high']:.2f})"


def share(said: Mapping[str, Any] | None) -> str:
    """The same, without the interval where one group stands behind it; nothing for None."""
    if said is None:
        return ""
    return figure(said) if said["groups"] > 1 else f"{said['value']:.2f}"


def table(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A table in Markdown."""
    lines = ["| " + " | ".join(heads) + " |", "|" + " --- |" * len(heads)]
    lines += ["| " + " | ".join(map(str, row)) + " |" for row in rows]
    return "\n".join(lines) + "\n"

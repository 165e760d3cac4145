"""What is told of a file: what was found in it, what became of it, and what nobody looked at."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from postorders.posts.fields import shown
from postorders.words import _

Level = Literal["warning", "removed", "changed", "unchecked"]
_BLANKS = " \t\r\n\0"


@dataclass(frozen=True, slots=True)
class Note:
    """One thing to tell the author: `text` is a sentence or two.

    `level` says how: a `warning` is read before the post goes out; `removed` was in the file and is not in the copy;
    `changed` differs in the copy; `unchecked` is in the copy as it was. `about` names the matter: place, device,
    author, software, time, comment, preview, provenance, color, frames, turned, type, tail, track, script or metadata.
    """

    level: Level
    about: str
    text: str


def removed(about: str, values: Iterable[object] = ()) -> Note:
    """The note that something of a sort was found and is gone, with what it said."""
    said = ", ".join(shown(value) for value in sorted({_plain(value) for value in values} - {""})[:5])
    text = _("Found and removed: {what}, {said}.") if said else _("Found and removed: {what}.")
    return Note("removed", about, text.format(what=_names()[about], said=said))


def place(latitude: float, longitude: float) -> Note:
    """The warning that a file says where it was made, in degrees rounded to two decimals (about a kilometer)."""
    text = _("The file says where it was made, near {latitude}, {longitude}. The copy does not.")
    return Note("warning", "place", text.format(latitude=f"{latitude:.2f}", longitude=f"{longitude:.2f}"))


def somewhere(said: Iterable[object] = ()) -> Note:
    """The warning that a file names a place in a way that gives no coordinates."""
    words = ", ".join(shown(value) for value in sorted({_plain(value) for value in said} - {""})[:5])
    if not words:
        return Note("warning", "place", _("The file says where it was made. The copy does not."))
    text = _("The file says where it was made, {said}. The copy does not.")
    return Note("warning", "place", text.format(said=words))


def on_earth(latitude: float, longitude: float) -> bool:
    """Whether these are degrees of a place, and not the 0, 0 that a camera writes when it does not know."""
    real = math.isfinite(latitude) and math.isfinite(longitude)
    return real and abs(latitude) <= 90 and abs(longitude) <= 180 and bool(latitude or longitude)


def distinct(notes: Iterable[Note]) -> tuple[Note, ...]:
    """The notes, each once, warnings first."""
    order = ("warning", "removed", "changed", "unchecked")
    return tuple(sorted(dict.fromkeys(notes), key=lambda note: order.index(note.level)))


def _plain(value: object) -> str:
    words = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    return words[:200].strip(_BLANKS)


def _names() -> dict[str, str]:
    return {
        "device": _("the camera or its serial number"),
        "author": _("an author"),
        "software": _("the software"),
        "time": _("a time"),
        "comment": _("a title or comment"),
        "preview": _("a preview, which may show what was cut from the picture"),
        "provenance": _("a record of the picture's origin (Content Credentials)"),
        "metadata": _("other data about the file"),
    }

"""Plain data, field by field: everything that is wrong with it is gathered, and nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

from postorders.errors import Problem

SHOWN = 60
_NAMED = 3
_UNFIT = re.compile("[\x00\ud800-\udfff]")
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_ZONE = r"(?:Z|[+-][0-9]{2}:?[0-9]{2})"
_CLOCK = r"(?:[01][0-9]|2[0-3]):[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?"
_DATE = re.compile(_DAY)
_MOMENT = re.compile(f"{_DAY}(?:[T ]{_CLOCK}{_ZONE}?)?")
_SORTS = (
    (bool, "true or false"),
    (str, "text"),
    (int | float, "a number"),
    (Mapping, "an object"),
    (list | tuple, "a list"),
    (type(None), "null"),
)
_NO_HINTS: Mapping[str, str] = {}


def shown(value: object) -> str:
    """A value in quotes, shortened and its unprintable characters escaped: any message can be printed."""
    words = value if isinstance(value, str) else str(value)
    kept = words[:SHOWN] + ("…" if len(words) > SHOWN else "")
    return f'"{safe(kept)}"'


def safe(words: str) -> str:
    """Words with unprintable characters escaped."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in words)


def sort(value: object) -> str:
    """What kind of plain value this is, in words."""
    return next((name for kind, name in _SORTS if isinstance(value, kind)), "something else")


def listed(names: Iterable[str], last: str = "and") -> str:
    """`a, b and c`."""
    *most, final = names
    return f"{', '.join(most)} {last} {final}" if most else final


def nearest(word: str, known: Iterable[str], hints: Mapping[str, str] = _NO_HINTS) -> str:
    """The known name that was probably meant, or "". `hints` maps common other names to known ones."""
    plain = re.sub(r"[\s-]+", "_", word[:SHOWN].strip().lower())
    by_plain = {name.lower().replace("-", "_"): name for name in known}
    if hint := hints.get(plain):
        return hint
    if close := get_close_matches(plain, by_plain, n=1, cutoff=0.6):
        return by_plain[close[0]]
    return next((name for key, name in by_plain.items() if len(plain) > 2 and plain in key.split("_")), "")


def asked(word: str, known: Iterable[str], hints: Mapping[str, str] = _NO_HINTS) -> str:
    """`Did you mean "text"?` with a space after it, or "" where nothing is near."""
    meant = nearest(word, known, hints)
    return f'Did you mean "{meant}"? ' if meant else ""


def flaw(text: str) -> tuple[str, str] | None:
    """What is wrong with the characters of a text and how to mend it, or None."""
    if not (found := _UNFIT.search(text)):
        return None
    if found[0] == "\x00":
        return f"holds a NUL character at position {found.start() + 1}", "Remove it."
    code = f"U+{ord(found[0]):04X}"
    return (
        f"holds half of a character (the lone surrogate {code}) at position {found.start() + 1}",
        "Write the whole character, or remove the half.",
    )


def is_moment(text: str) -> bool:
    """Whether this is an ISO 8601 date, or date and time."""
    return _MOMENT.fullmatch(text) is not None and _parses(text)


def _parses(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


_ALIKE = 0.81  # acount is account; likes is not links


class Fields:
    """A mapping read field by field.

    Each method gives the field's value, or its empty value after adding a `Problem` to `problems`.
    `path` goes before field names in messages (`media[0].`); null counts as not given. A `lenient` mapping may
    have fields of its own: one that looks like a slip for a known one that is missing is a problem, and the others
    are `unread`.
    """

    def __init__(
        self,
        data: Mapping[Any, Any],
        known: Iterable[str],
        path: str = "",
        hints: Mapping[str, str] = _NO_HINTS,
        lenient: bool = False,
    ) -> None:
        self.data = data
        self.path = path
        self.problems: list[Problem] = []
        names = tuple(known)
        unknown = [key for key in data if key not in frozenset(names)]
        self.unread = [str(key) for key in unknown if lenient and not self._slip(str(key), names, hints)]
        self._refuse_unknown([key for key in unknown if str(key) not in self.unread], names, hints)

    def _slip(self, key: str, known: tuple[str, ...], hints: Mapping[str, str]) -> bool:
        """Whether a field looks like one that is known and that is not there."""
        plain = key[:SHOWN].strip().lower()
        meant = hints.get(plain) or next(iter(get_close_matches(plain, known, n=1, cutoff=_ALIKE)), "")
        return bool(meant) and meant not in self.data

    def _refuse_unknown(self, unknown: list[Any], known: tuple[str, ...], hints: Mapping[str, str]) -> None:
        for key in unknown[:_NAMED]:
            mend = asked(str(key), known, hints).strip() or f"Known fields: {', '.join(known)}."
            self.add(f"The field {shown(f'{self.path}{key}')} is not known.", mend)
        if len(unknown) > _NAMED:
            self.add(f"Other fields that are not known: {len(unknown) - _NAMED}.", "Remove them.")

    def add(self, what: str, mend: str = "") -> None:
        """Note a problem."""
        self.problems.append(Problem(what, mend))

    def misfit(self, name: str, needed: str, value: object, mend: str) -> None:
        """Note that a field holds another sort of value than it must."""
        self.add(f"{self.label(name)} must be {needed}, not {sort(value)}.", mend)

    def label(self, name: str) -> str:
        """How messages name a field."""
        return f"The field {shown(self.path + name)}"

    def text(self, name: str, required: bool = False) -> str:
        """A text, or ""."""
        return self._text(name, self.data.get(name), required)

    def _text(self, name: str, value: object, required: bool) -> str:
        if isinstance(value, str):
            return self._fit(name, value, required)
        if value is not None:
            example = f": {shown(value)}" if sort(value) == "a number" else ""
            self.misfit(name, "text", value, f"Put it in quotes{example}.")
        elif required:
            self.add(f"{self.label(name)} is missing.", "Add it.")
        return ""

    def _fit(self, name: str, value: str, required: bool) -> str:
        if wrong := flaw(value):
            self.add(f"{self.label(name)} {wrong[0]}.", wrong[1])
            return ""
        if required and not value.strip():
            self.add(f"{self.label(name)} is empty.", "Fill it in.")
        return value

    def choice(self, name: str, allowed: tuple[str, ...], required: bool = False) -> str:
        """One of the allowed words, or ""."""
        value = self.text(name, required)
        if not value.strip() or value in allowed:
            return value.strip()
        what = f"{self.label(name)} cannot be {shown(value)}."
        self.add(what, f"{asked(value, allowed)}Use {listed(allowed, 'or')}.")
        return ""

    def moment(self, name: str) -> str:
        """An ISO 8601 date or date-time as it was written, or ""."""
        value = self.text(name)
        if not value or is_moment(value):
            return value
        mend = 'Write it like "2024-05-01" or "2024-05-01T09:30:00-05:00".'
        self.add(f"{self.label(name)} is not an ISO 8601 time: {shown(value)}.", mend)
        return ""

    def day(self, name: str, required: bool = False) -> str:
        """An ISO 8601 date (`YYYY-MM-DD`), or "". A `datetime.date`, as YAML gives, is taken as well."""
        value = self.data.get(name)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value.isoformat()
        text = self.text(name, required)
        if not text.strip() or (_DATE.fullmatch(text) and _parses(text)):
            return text.strip()
        self.add(f"{self.label(name)} is not an ISO 8601 date: {shown(text)}.", 'Write it like "2024-05-01".')
        return ""

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts, or ()."""
        value = self.data.get(name)
        if value is None:
            return ()
        if not isinstance(value, list | tuple):
            self.misfit(name, "a list of texts", value, 'Write it like ["one", "two"].')
            return ()
        return tuple(self._text(f"{name}[{number}]", each, True) for number, each in enumerate(value))

    def truth(self, name: str) -> bool:
        """True or false; false where nothing is said."""
        value = self.data.get(name)
        if value is None or isinstance(value, bool):
            return bool(value)
        self.misfit(name, "true or false", value, "Write true or false without quotes.")
        return False

    def inner(self, name: str) -> Mapping[Any, Any]:
        """An object within this one, or an empty one."""
        value = self.data.get(name)
        if value is None or isinstance(value, Mapping):
            return value or {}
        self.misfit(name, "an object", value, 'Write it like {"name": "value"}.')
        return {}

"""A judgment as plain data and as one line of JSON: the same bytes on a terminal, in a file and in a browser."""

from __future__ import annotations

import json
from typing import Any

from postorders.judge.judgment import Judgment
from postorders.plain import to_plain

_FIRST = ("id", "policy", "as_of", "account", "outcome")
_ALWAYS = ("flags", "lifted", "for_a_person", "unchecked", "questions", "notes")


def as_data(judgment: Judgment) -> dict[str, Any]:
    """A judgment as plain data; the lists that others rely on are there even when empty."""
    data: dict[str, Any] = to_plain(judgment)
    ordered = {name: data[name] for name in _FIRST} | {name: data.get(name, []) for name in _ALWAYS}
    for flag, whole in zip(ordered["flags"], judgment.flags, strict=True):
        flag.setdefault("concept", "")
        flag.setdefault("spans", [])
        flag.setdefault("lifted_by", whole.lifted_by)
        flag.setdefault("remedy", "")
        for span, source in zip(flag["spans"], whole.spans, strict=True):
            span.update(field=source.field)
    return ordered | {name: value for name, value in data.items() if name not in ordered}


def as_line(judgment: Judgment) -> str:
    """One line of JSON, without its line end."""
    return json.dumps(as_data(judgment), ensure_ascii=False, separators=(",", ":"))

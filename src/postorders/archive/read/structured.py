"""What a page says of itself in JSON-LD (schema.org)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from postorders.archive.read.contact import mail, telephone
from postorders.archive.read.shape import line

_LONG = 1_000_000  # characters of one script
_NODES = 5_000  # objects looked at
_PLACE = ("streetAddress", "addressLocality", "addressRegion", "postalCode")
_NAMED = ("organization", "station", "office", "person", "profilepage", "website", "department", "localbusiness")


@dataclass(slots=True)
class Said:
    """Names, descriptions, ways of contact and other addresses of the same account, in the order found."""

    names: list[str] = field(default_factory=list)
    descriptions: list[str] = field(default_factory=list)
    contact: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)

    def take(self, script: str) -> None:
        """Add what one script says; a script that is no JSON says nothing."""
        data = load(script) if len(script) <= _LONG else None
        for node in nodes(data):
            self._node(node)

    def _node(self, node: Mapping[str, Any]) -> None:
        kinds = " ".join(texts(node.get("@type", node.get("type")))).lower()
        if any(name in kinds for name in _NAMED):
            self.names += texts(node.get("name"))
            self.descriptions += texts(node.get("description"))
        self.contact += map(telephone, texts(node.get("telephone")))
        self.contact += map(mail, texts(node.get("email")))
        self.contact += places(node.get("address"))
        self.same += texts(node.get("sameAs"))


def load(text: str) -> Any:
    """The JSON in a text, None where it is none or is nested beyond reason."""
    try:
        return json.loads(text, parse_constant=lambda _: None, parse_int=str)
    except (ValueError, RecursionError):
        return None


def nodes(data: Any) -> Iterator[Mapping[str, Any]]:
    """Every object in the data, outer ones first, in the order written."""
    waiting, left = [data], _NODES
    while waiting and left:
        one, left = waiting.pop(), left - 1
        if isinstance(one, dict):
            yield one
            waiting += reversed(list(one.values()))
        elif isinstance(one, list):
            waiting += reversed(one[:_NODES])


def texts(value: Any) -> list[str]:
    """The texts in a value that may be one text or a list of them."""
    many = value if isinstance(value, list) else [value]
    return [said for one in many[:100] if (said := line(one))]


def places(value: Any) -> list[str]:
    """Postal addresses, as `address: 100 Mill Street, Fulton Grove, MO, 64999`."""
    found = []
    for one in (value if isinstance(value, list) else [value])[:20]:
        parts = [part for key in _PLACE for part in texts(one.get(key))] if isinstance(one, dict) else texts(one)
        if parts:
            found.append(f"address: {', '.join(parts)[:300]}")
    return found

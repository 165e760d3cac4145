"""What changed between two versions of a policy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal

from postorders.plain import to_plain
from postorders.policy.clause import Clause
from postorders.policy.policy import Manifest, Policy


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one clause (or of the pack, `clause` "") that differs; `was` or `now` is None when absent."""

    clause: str
    field: str
    was: Any
    now: Any
    what: Literal["added", "removed", "changed"]


def diff(old: Policy, new: Policy) -> list[Change]:
    """Every difference that matters, the pack's own first, then clauses in the new version's order."""
    changes = _fields("", _pack(old), _pack(new))
    ids = [*new.by_id, *(name for name in old.by_id if name not in new.by_id)]
    for name in ids:
        before, after = old.by_id.get(name), new.by_id.get(name)
        if before is None or after is None:
            what: Literal["added", "removed"] = "added" if before is None else "removed"
            changes.append(Change(name, "", before and before.says, after and after.says, what))
        else:
            changes += _fields(name, _whole(before), _whole(after))
    return changes


def _pack(policy: Policy) -> dict[str, Any]:
    beside = {
        name: to_plain(getattr(policy, name)) or None
        for name in ("readings", "anomalies", "citations", "savings", "concepts")
    }
    return {**_whole(policy.manifest), **beside}


def _whole(value: Manifest | Clause) -> dict[str, Any]:
    """Every field, its default too, so that a change from or to a default shows both; None where it is empty."""
    plain = {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    return {name: None if item in ("", [], {}) else item for name, item in plain.items()}


def _fields(clause: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    names = [*new, *(name for name in old if name not in new)]
    return [
        Change(clause, name, old.get(name), new.get(name), _what(old.get(name), new.get(name)))
        for name in names
        if old.get(name) != new.get(name)
    ]


def _what(old: Any, new: Any) -> Literal["added", "removed", "changed"]:
    return "added" if old is None else "removed" if new is None else "changed"

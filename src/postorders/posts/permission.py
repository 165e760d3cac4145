"""Leave given by a named person under a clause."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

FORMS = ("written", "express", "unstated")


@dataclass(frozen=True, slots=True)
class Delegation:
    """The dated designation that lets a designee decide in another's place. Dates are ISO 8601."""

    by: str
    start: str
    end: str = ""


@dataclass(frozen=True, slots=True)
class Permission:
    """One permission, as recorded.

    `kind` names a kind in the pack; `granted_by` is the decider's role, `granted_by_name` the person;
    `form` is how it was given; `start` and `end` are ISO dates, both inclusive, `end` "" for open;
    `revoked` is the date from which it no longer counts. `scope` narrows it: `post` (an id) or
    `text_sha256` for one item, `author` for one person, `site` for one account. An empty scope is standing.
    """

    id: str
    kind: str
    granted_by: str
    form: str
    start: str
    granted_on: str = ""
    granted_by_name: str = ""
    end: str = ""
    revoked: str = ""
    conditions: str = ""
    scope: tuple[tuple[str, str], ...] = ()
    delegation: Delegation | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain data, with empty fields left out."""
        data = {key: value for key, value in asdict(self).items() if value not in ("", (), None)}
        if self.scope:
            data["scope"] = dict(self.scope)
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Permission:
        """The permission that `to_dict` wrote."""
        delegation = data.get("delegation")
        return cls(
            **{
                **data,
                "scope": tuple(sorted(data.get("scope", {}).items())),
                "delegation": Delegation(**delegation) if delegation else None,
            }
        )

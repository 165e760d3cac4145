"""What is known about the person and the moment, besides the post itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from postorders.plain import EMPTY
from postorders.posts.permission import Permission


@dataclass(frozen=True, slots=True)
class Context:
    """Facts that a condition may ask for; a fact nobody gave is "" and makes its condition *unknown*.

    `facts` holds the author's answers, "yes" or "no", by fact concept (`patch-visible`).
    `moment` is `draft` while the words are weighed and `publication` once it is said how they go out;
    rules about equipment speak only to publication.
    """

    moment: str = "draft"
    duty: str = ""
    device: str = ""
    member_class: str = ""
    roles: tuple[str, ...] = ()
    submitted_by: str = ""
    facts: Mapping[str, str] = field(default=EMPTY, hash=False)
    permissions: tuple[Permission, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain data in a fixed order, with what is not known left out."""
        data: dict[str, Any] = {"moment": self.moment}
        for name in ("duty", "device", "member_class", "submitted_by"):
            if value := getattr(self, name):
                data[name] = value
        if self.roles:
            data["roles"] = sorted(self.roles)
        if self.facts:
            data["facts"] = dict(sorted(self.facts.items()))
        if self.permissions:
            data["permissions"] = [permission.to_dict() for permission in self.permissions]
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Context:
        """The context that `to_dict` wrote."""
        return cls(
            **{
                **data,
                "roles": tuple(data.get("roles", ())),
                "facts": dict(data.get("facts", {})),
                "permissions": tuple(Permission.from_dict(item) for item in data.get("permissions", ())),
            }
        )

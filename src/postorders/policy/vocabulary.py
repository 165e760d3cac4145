"""The names that a clause may use, apart from concepts, clauses and people, which are data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Kind = Literal["definition", "statement", "permission", "obligation", "prohibition", "caution", "sanction", "procedure"]
Effect = Literal["inform", "advise", "ask", "hold"]
EFFECTS: tuple[Effect, ...] = ("inform", "advise", "ask", "hold")
Form = Literal["written", "express", "unstated"]
Scope = Literal["item", "standing"]
# What a clause orders of the register of official accounts.
Duty = Literal[
    "",
    "authorize-site",  # no site without leave
    "notify-url",  # the Chief is told the address
    "keep-list",  # somebody keeps the list
    "printed-list",  # the text itself lists sites
    "purposes",  # official use serves listed ends, and perhaps others
    "purpose",  # one such end
    "practical",  # page demands hold where practical
    "link-back",  # the official website links to the sites
    "keep-control",  # accounts stay when their keepers leave
]
Gives = Literal["", "site", "poster"]

# Kinds that can never rise above advice (law of the house: a caution is never chargeable).
ADVISORY_KINDS = frozenset({"definition", "statement", "caution"})

Conditions = Mapping[str, tuple[str, ...]]

ATTRIBUTES: Mapping[str, tuple[str, ...]] = {
    "account": ("official", "personal"),
    "third-party": ("no", "yes"),
    "moment": ("draft", "publication"),
    "duty": ("on", "off"),
    "device": ("department", "personal"),
    "class": ("officer", "civilian", "reserve"),
    "role": (),  # any role name of the department
}
YES_NO = ("no", "yes")

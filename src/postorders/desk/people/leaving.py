"""A member leaves, moves or comes back: the parts of the desk that mind have a `leaving.py`, asked inside the act."""

from __future__ import annotations

import importlib
from collections.abc import Collection
from datetime import date
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Literal

from postorders.desk.people.models import Member

HERE = Path(__file__).parent.parent
Cause = Literal["separated", "transferred", "reinstated"]


@cache
def _minding() -> tuple[ModuleType, ...]:
    """The `leaving.py` of each part, with its functions `leaving(member, on, cause)` and `hold(members)`."""
    parts = [file.parent.name for file in sorted(HERE.glob("*/leaving.py")) if file.parent.name != "people"]
    return tuple(importlib.import_module(f"postorders.desk.{part}.leaving") for part in parts)


def hold(members: Collection[Member]) -> None:
    """Locks what the parts will change for these members, all of it before the first entry of the ledger.

    For a transaction in which several leave or move; `tell` does it for one.
    """
    for part in _minding():
        part.hold(members)


def tell(member: Member, on: date, cause: Cause) -> None:
    """Tells every part that minds, in the transaction of the act; what a part does besides is an act of the machine."""
    hold([member])
    for part in _minding():
        part.leaving(member, on, cause)

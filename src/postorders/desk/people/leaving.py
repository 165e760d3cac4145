"""A member leaves, moves or comes back: the parts of the desk that mind have a `leaving.py`, asked inside the act."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from postorders.desk.people.models import Member

HERE = Path(__file__).parent.parent
Cause = Literal["separated", "transferred", "reinstated"]


@cache
def _minding() -> tuple[Callable[[Member, date, Cause], object], ...]:
    """The function `leaving(member, on, cause)` of each part's `leaving.py`."""
    parts = [file.parent.name for file in sorted(HERE.glob("*/leaving.py")) if file.parent.name != "people"]
    return tuple(importlib.import_module(f"postorders.desk.{part}.leaving").leaving for part in parts)


def tell(member: Member, on: date, cause: Cause) -> None:
    """Tells every part that minds, in the transaction of the act; what a part does besides is an act of the machine."""
    for mind in _minding():
        mind(member, on, cause)

"""An entry in plain words: what its act says, with the entry's own fields."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from postorders.desk.base.act import Act, declared
from postorders.ledger.entry import Disposed, Entry
from postorders.ledger.entry import Payload as Contents

HERE = Path(__file__).parent.parent


@cache
def _loaded() -> None:
    for name in ("*/acts.py", "*/urls.py"):
        for file in sorted(HERE.glob(name)):
            importlib.import_module(f"postorders.desk.{file.parent.name}.{file.stem}")


def acts() -> dict[str, Act]:
    """Every act of the desk, by name."""
    _loaded()
    return declared()


class _Fields(dict[str, Any]):
    """The fields of an entry for a sentence; one that is not there reads as such."""

    def __missing__(self, name: str) -> str:
        return _("(not told)")


def sentence(payload: Contents) -> str:
    """What an entry says, in the reader's language, as far as its fields are there."""
    if payload is None:
        return _("What this entry says is not kept here.")
    if isinstance(payload, Disposed):
        return _("What this entry said was disposed of; entry {by} says by whom and why.").format(by=payload.by)
    act = acts().get(str(payload.get("act", "")))
    if act is None:
        name = payload.get("act") or _("(not told)")
        return _("{actor_name}: {act}").format(actor_name=payload.get("actor_name") or _("(not told)"), act=name)
    return _(act.says).format_map(_Fields(readable(payload)))


def readable(payload: Entry) -> Mapping[str, str]:
    """Each field that is there, as a person reads it."""
    return {name: value(one) for name, one in payload.shown.items()}


def value(data: Any) -> str:
    """A value of a field, as a person reads it."""
    if isinstance(data, bool):
        return _("yes") if data else _("no")
    if data is None or data in ("", [], {}):
        return _("none")
    if isinstance(data, list):
        return ", ".join(value(one) for one in data)
    if isinstance(data, dict):
        return ", ".join(f"{name}: {value(one)}" for name, one in data.items())
    return str(data)


def moment(payload: Entry) -> datetime | None:
    """When the act was done; None where that is blacked out."""
    return parse_datetime(str(payload.get("at", "")))

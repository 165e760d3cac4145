"""Which format a file is in. Every module in `formats/` that has a `FORMAT` is one; nothing lists them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from postorders.errors import InputError, Problem
from postorders.posts.fields import asked, listed, shown
from postorders.posts.readers import formats
from postorders.posts.readers.results import Place, Read
from postorders.posts.readers.source import Source


def _no(_: object) -> int:
    return 0


@dataclass(frozen=True, slots=True)
class Format:
    """One format and how to read it.

    `endings` are file name endings that allow it; of the formats that a file's ending allows, the one whose
    `fits` (of the file's bytes) is highest reads it. One that needs no `whole` file in memory has no limit.
    A format of items within JSON gives `item`, and is taken where its `claims` (of the item) is highest.
    """

    name: str
    read: Callable[[Source], Iterator[Read]]
    endings: tuple[str, ...] = ()
    fits: Callable[[bytes], int] = _no
    whole: bool = True
    item: Callable[[object, Place], Iterator[Read]] | None = None
    claims: Callable[[object], int] = _no


@cache
def known() -> dict[str, Format]:
    """Every format by its name."""
    names = sorted(module.name for module in iter_modules(formats.__path__))
    modules = (import_module(f"{formats.__name__}.{name}") for name in names)
    found = [module.FORMAT for module in modules if hasattr(module, "FORMAT")]
    return {each.name: each for each in found}


def guess(name: str, data: bytes) -> Format:
    """The format of a file, by the ending of its name and then by its content."""
    low = name.lower()
    allowed = [each for each in known().values() if low.endswith(each.endings)]
    return max(allowed or known().values(), key=lambda each: each.fits(data))


def named(name: str) -> Format:
    """The format of this name. Raises `InputError` if there is none."""
    if found := known().get(name):
        return found
    what = f"There is no format {shown(name)}."
    raise InputError(Problem(what, f"{asked(name, known())}Use {listed(known(), 'or')}."))


def read_item(value: object, place: Place) -> Iterator[Read]:
    """The posts in one value of JSON, read by the format that claims it."""
    takers = [each for each in known().values() if each.item]
    item = max(takers, key=lambda each: each.claims(value)).item
    return item(value, place) if item else iter(())

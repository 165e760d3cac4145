"""The platforms: every folder here that has a `platform.py` is one; nothing lists them."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from postorders import platforms as home
from postorders.errors import refuse
from postorders.platforms.platform import Platform
from postorders.posts.fields import asked, listed, shown
from postorders.words import _


@cache
def platforms() -> dict[str, Platform]:
    """Every platform by its id, in the order of ids."""
    names = sorted(module.name for module in iter_modules(home.__path__) if module.ispkg)
    found = [import_module(f"{home.__name__}.{name}.platform").PLATFORM for name in names]
    return {each.id: each for each in found}


def platform(name: str) -> Platform:
    """The platform of this id, label or former name, in any case. Raises `InputError` if there is none."""
    low = name.strip().lower()
    for each in platforms().values():
        if low in (each.id, each.label.lower(), *(former.lower() for former in each.former)):
            return each
    what = _("There is no platform {name}.").format(name=shown(name))
    raise refuse(what, f"{asked(name, platforms())}{_('Use {names}.').format(names=listed(platforms(), 'or'))}")

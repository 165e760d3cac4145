"""Which known accounts an account can be taken for: for finding doubles in a register, and impostors.

What is looked for, the surest first:

* `same-account`: the key is known.
* `other-form`: the same name on the same platform under another sort of address (a channel's handle and its custom
  name, a page and a group, a website under another ending). May be one account; a person looks.
* `confusable`: another name that looks the same (`skeleton`), on any platform.
* `same-name-elsewhere`: the same name, save capitals and separators, on another platform or server.
* `contains`: a known name with something merely added or taken away (`the`, `_official`, a year), with a word set
  apart by a separator or a capital (`x_raymorepd`), with something behind its service (`raymorepdk9`), or with its
  service by another word (`raymorepd`, `raymorepolice`).
* `near`: few edits away: none where the place has under 4 letters, one under 12, two beyond. Edits are insertion,
  deletion, substitution and transposition of neighbors, counted on skeletons.
* `same-display-name`: another handle with the same displayed name.

Innocent neighbors are let alone: another service of the town (`springfieldpd`, `springfieldfd`), the town itself
(`springfield`), the same name in another state (`springfieldpdmo`, `springfieldpdil`), another part of the compass
(`eastfieldpd`, `westfieldpd`), another number (`ward12`, `ward13`), a name within a longer one (`arkansascitypd`
holds `kansascitypd`), and other pages of one website. Two towns whose names differ by one letter cannot be told from
an impostor by their handles: they are `near`. A finding is a reason to look and never a verdict.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from postorders.platforms.address import Address
from postorders.platforms.agency import agency, core, generic, opens, strangers
from postorders.platforms.name import Name, name_of, runs, undigited
from postorders.platforms.skeleton import skeleton
from postorders.words import _

Why = Literal[
    "same-account", "other-form", "confusable", "same-name-elsewhere", "contains", "near", "same-display-name"
]
ORDER: tuple[Why, ...] = (
    *("same-account", "other-form", "confusable", "same-name-elsewhere", "contains", "near", "same-display-name"),
)
_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Alike:
    """A known account that may be taken for the one asked about: its key, why, and the edits between their names."""

    key: str
    why: Why
    distance: int

    @property
    def says(self) -> str:
        """The reason, in words."""
        return {
            "same-account": _("It is the same account."),
            "other-form": _("It has the same name on the same platform, in another form of address."),
            "confusable": _("Its name looks the same."),
            "same-name-elsewhere": _("It has the same name on another platform."),
            "contains": _("One name is the other with something added or put in another way."),
            "near": _("Its name differs by a letter or two."),
            "same-display-name": _("It is displayed under the same name."),
        }[self.why]


class Likeness:
    """An index of known accounts, from rows of (key, handle, displayed name); rows come and go one by one."""

    def __init__(self, rows: Iterable[tuple[str, str, str]] = ()) -> None:
        self._rows: dict[str, tuple[Name, str]] = {}
        self._looks: dict[str, tuple[str, ...]] = {}
        self._cores: dict[str, tuple[str, ...]] = {}
        self._titles: dict[str, tuple[str, ...]] = {}
        self._lengths: dict[int, list[str]] = {}
        for key, handle, name in rows:
            self.add(key, handle, name)

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, key: object) -> bool:
        return key in self._rows

    def add(self, key: str, handle: str, name: str = "") -> None:
        """Takes an account in, or anew if its key is known."""
        self.remove(key)
        row = name_of(key, handle)
        title = skeleton(name)
        self._rows[key] = (row, title)
        if row.look and row.look not in self._looks:
            self._lengths.setdefault(len(row.look), []).append(row.look)
        for table, entry in self._entries(row, title):
            table[entry] = (*table.get(entry, ()), key)

    def remove(self, key: str) -> None:
        """Leaves an account out; nothing happens where it is not known."""
        if key not in self._rows:
            return
        row, title = self._rows.pop(key)
        for table, entry in self._entries(row, title):
            if kept := tuple(other for other in table[entry] if other != key):
                table[entry] = kept
            else:
                del table[entry]
        if row.look and row.look not in self._looks:
            self._lengths[len(row.look)].remove(row.look)

    def near(self, sought: Address | str, name: str = "", limit: int = 10) -> list[Alike]:
        """The known accounts that are like an address or a bare handle, the surest first, each once.

        `name` is the displayed name, if it is known.
        """
        key = sought.key if isinstance(sought, Address) else ""
        asked = name_of(key, sought.handle if isinstance(sought, Address) else sought)
        found: dict[str, Alike] = {}
        if key in self._rows:
            found[key] = Alike(key, "same-account", 0)
        for other, why, distance in self._all(asked, skeleton(name)):
            if other != key and (other not in found or _rank(found[other].why) > _rank(why)):
                found[other] = Alike(other, why, distance)
        here = key.partition(":")[0]
        return sorted(found.values(), key=lambda one: _order(one, here))[:limit]

    def _entries(self, row: Name, title: str) -> Iterator[tuple[dict[str, tuple[str, ...]], str]]:
        if row.look:
            yield self._looks, row.look
            yield self._cores, core(undigited(row))
        if title:
            yield self._titles, title

    def _all(self, asked: Name, title: str) -> Iterator[tuple[str, Why, int]]:
        for key in self._titles.get(title, ()) if title else ():
            yield key, "same-display-name", OSA.distance(asked.look, self._rows[key][0].look)
        if not asked.look:
            return
        for key in self._looks.get(asked.look, ()):
            row = self._rows[key][0]
            if not asked.beside(row):
                yield key, _alike(asked, row), OSA.distance(asked.plain, row.plain)
        for look, distance in self._close(asked.look):
            yield from self._others(asked, look, "near", distance)
        for look in self._parts(asked):
            yield from self._others(asked, look, "contains", OSA.distance(asked.look, look))
        for key in self._cores.get(core(undigited(asked)), ()):
            row = self._rows[key][0]
            apart = asked.beside(row) or asked.numbered(row)
            if row.look != asked.look and len(row.look) >= _SHORTEST and not apart:
                yield key, "contains", OSA.distance(asked.look, row.look)

    def _others(self, asked: Name, look: str, why: Why, distance: int) -> Iterator[tuple[str, Why, int]]:
        for key in self._looks.get(look, ()):
            row = self._rows[key][0]
            if not asked.beside(row) and not asked.numbered(row):
                yield key, why, distance

    def _close(self, look: str) -> Iterator[tuple[str, int]]:
        """Known skeletons that are few edits away and no strangers."""
        most = _edits(look)
        for length in range(len(look) - most, len(look) + most + 1) if most else ():
            choices = self._lengths.get(length, [])
            hits = extract(look, choices, scorer=OSA.distance, processor=None, score_cutoff=most, limit=None)
            for other, distance, _index in hits:
                if 0 < distance <= _edits(other) and not strangers(look, other):
                    yield other, int(distance)

    def _parts(self, asked: Name) -> Iterator[str]:
        """Known skeletons of which the asked one is made by adding something."""
        look = asked.look
        words = {part for part in runs(asked.text) if part in self._looks and self._tells(asked, part)}
        yield from (part for part in words if not any(part != longer and part in longer for longer in words))
        for end in range(_SHORTEST + 2, len(look)):
            if look[:end] in self._looks and agency(look[:end]).service and not strangers(look, look[:end]):
                yield look[:end]

    def _tells(self, asked: Name, part: str) -> bool:
        """Whether a known name among the words of another is more than a word that many have, or another place's."""
        if len(part) < _SHORTEST or part == asked.look or generic(part):
            return False
        if "/" in core(asked.look) and not agency(part).service:
            return False
        return not (asked.look.endswith(part) and opens(asked.look.removesuffix(part)))


def _alike(asked: Name, row: Name) -> Why:
    if asked.plain != row.plain:
        return "confusable"
    return "other-form" if asked.where and asked.where == row.where else "same-name-elsewhere"


def _edits(look: str) -> int:
    """How many edits still count as near: by the length of the place's name, since the service is common to many."""
    letters = len(agency(look).place)
    return 0 if letters < _SHORTEST else 1 if letters < 12 else 2


def _rank(why: Why) -> int:
    return ORDER.index(why)


def _order(one: Alike, here: str) -> tuple[int, int, bool, str]:
    return _rank(one.why), one.distance, one.key.partition(":")[0] != here, one.key

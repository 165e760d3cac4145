"""The name within a handle, to be compared across platforms: without the platform's own additions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from postorders.platforms.address import WEBSITE
from postorders.platforms.host import readable
from postorders.platforms.library import platforms
from postorders.platforms.skeleton import folded, plainly, skeleton

_WORDS = re.compile(r"[A-Z]?[^\W\d_A-Z]+|[A-Z]+(?![^\W\d_A-Z])|\d+")
_DIGITS = re.compile(r"\d+")
_MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Name:
    """A name: its text, what it is without capitals and separators (`plain`), its skeleton (`look`), and `where`.

    `look` is "" for numbers and other names that say nothing. `where` is the platform, with the server where there are
    many; `site` is the host of a website.
    """

    text: str
    plain: str
    look: str
    where: str = ""
    site: str = ""

    def beside(self, other: Name) -> bool:
        """Whether both are pages of one website."""
        return bool(self.site) and self.site == other.site

    def numbered(self, other: Name) -> bool:
        """Whether the names differ by their numbers alone: two wards, two stations."""
        mine, theirs = _DIGITS.findall(self.plain), _DIGITS.findall(other.plain)
        return bool(mine and theirs and mine != theirs) and _DIGITS.sub("", self.plain) == _DIGITS.sub("", other.plain)


def name_of(key: str, handle: str) -> Name:
    """The name in a handle, whose account has this key; with the key "" it is a bare handle."""
    where, _colon, rest = key.partition(":")
    platform = platforms().get(where)
    kind = rest.partition(":")[0]
    opaque = platform is not None and any(
        each.opaque and kind == name for name, each in platform.kinds.items() if name or ":" not in rest
    )
    if opaque or (platform and "" in platform.kinds and platform.kinds[""].opaque):
        return Name(handle, handle, "", where)
    if where == WEBSITE:
        site = re.split("[/?]", handle, maxsplit=1)[0]
        text = readable(site.removeprefix("www.")).rpartition(".")[0] or site
        return Name(text, plainly(text), skeleton(text), where, site)
    if platform:
        handle = handle.lower().removesuffix(platform.suffix) if platform.suffix else handle
        where += f"@{rest.rpartition('@')[2]}" if platform.anywhere else ""
        if any("/" in way.handle for way in platform.ways):
            handle = handle.rpartition("/")[2]
    return Name(handle, plainly(handle), skeleton(handle), where)


def undigited(name: Name) -> str:
    """The skeleton without the digits around it, where a name remains: `raymorepd2024`."""
    bare = folded(name.text).strip("0123456789")
    return skeleton(bare) if len(bare) >= 4 else name.look


def runs(text: str) -> Iterator[str]:
    """Skeletons of the name's words, alone and with their neighbors; words are set apart by separators or capitals."""
    words = _WORDS.findall(text)[:_MOST_WORDS]
    for start, end in combinations(range(len(words) + 1), 2):
        if end - start < len(words):
            yield skeleton("".join(words[start:end]))

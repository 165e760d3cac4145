"""A document's text, taken apart into its own items under its own numbers."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from postorders.policy.attach.anchors import Anchor, Block, blocks, fronts
from postorders.policy.attach.labels import candidates
from postorders.policy.attach.marks import mask
from postorders.policy.attach.outline import Taken, contents, outline

_NOTE = re.compile(r"(?<!\S)NOTE:\s*|^[ \t]*Note:\s*", re.M)
_TITLE = re.compile(r"[^\n]{1,120}?(?=[ \t]*\n)")
_FULL = (".", ":", ";", ",", "?", "!")


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a document: its id as its numbers give it, and its own words, not those of the items in it.

    `text` is text[start:end] of the extracted text, page marks taken out and runs of white space made one
    space. `head` is where the label or heading begins. `heading` marks an item that is a title and says
    nothing itself.
    """

    id: str
    text: str
    head: int
    start: int
    end: int
    title: str = ""
    heading: bool = False


def split(text: str, anchors: Sequence[Anchor] = ()) -> tuple[Item, ...]:
    """The items of `text` in order, with the blocks that `anchors` name among them. Any text will do.

    Labels before the first item that belong to no list make an item "front", unless an anchor takes them.
    """
    clean = mask(text)
    apart = blocks(clean, anchors)
    found = [one for one in candidates(clean) if not _inside(one.head, apart)]
    taken = outline(found, clean)
    heads = [one.candidate.head for one in taken]
    first = taken[0].candidate.head if taken else min((block.start for block in apart), default=len(clean))
    front = fronts(clean, anchors, first)
    passed = [one.head for one in found[contents(found, clean) :] if one.opens and one.head < first]
    if passed and not front:
        front = [Block("front", *_trim(clean, passed[0], first))]
    named = [_item(clean, block.clause, block) for block in (*front, *apart)]
    items = [*_numbered(clean, taken, apart), *named, *_between(clean, apart, heads)]
    return tuple(sorted(items, key=lambda item: (item.head, item.id)))


def _inside(at: int, apart: Sequence[Block]) -> bool:
    return any(block.start <= at < block.end for block in apart)


def squeeze(text: str) -> str:
    """`text` with every run of white space as one space, and none at its ends."""
    return " ".join(text.split())


def _item(clean: str, clause: str, block: Block) -> Item:
    return Item(clause, squeeze(clean[block.start : block.end]), block.start, block.start, block.end)


def _between(clean: str, apart: Sequence[Block], heads: Sequence[int]) -> list[Item]:
    """What stands after a block that its end words closed, and is neither a block nor an item."""
    rest = []
    for block in apart:
        starts = (*(one.start for one in apart), *heads)
        stop = min((at for at in starts if at >= block.end), default=len(clean))
        start, end = _trim(clean, block.end, stop)
        if start < end:
            rest.append(Item(f"after {block.clause}", squeeze(clean[start:end]), start, start, end))
    return rest


def _numbered(clean: str, taken: Sequence[Taken], apart: Sequence[Block]) -> list[Item]:
    items: list[Item] = []
    starts = sorted((*(one.candidate.head for one in taken), *(block.start for block in apart), len(clean)))
    for place, one in enumerate(taken):
        stop = starts[bisect_right(starts, one.candidate.head)]
        parent = place + 1 < len(taken) and taken[place + 1].depth > one.depth
        below = place + 1 < len(taken) and taken[place + 1].path.startswith(one.path + ".")
        items += _noted(clean, _entitled(clean, one, stop, parent or below))
    return items


def _entitled(clean: str, one: Taken, stop: int, parent: bool) -> Item:
    """The item with the title that its line is set apart from what it says."""
    label = one.candidate
    start, end = _trim(clean, min(label.end, stop), stop)
    item = Item(one.path, squeeze(clean[start:end]), label.head, start, end)
    title = _TITLE.match(clean, start, end) if one.depth == 1 and label.opens else None
    if title is not None and _apart(clean, title, one):
        said, _ = _trim(clean, _whole(clean, title, end), end)
        if said < end:
            return replace(item, title=squeeze(clean[start:said]), start=said, text=squeeze(clean[said:end]))
    section = "dotted" in label.readings[0]
    return replace(item, heading=(parent or section) and _titled(item.text))


def _apart(clean: str, title: re.Match[str], one: Taken) -> bool:
    """Whether a first line is a title: in capitals, or short and with a blank line below."""
    if title[0].endswith(_FULL) or len(title[0].split()) > 14:
        return False
    blank = re.compile(r"[ \t]*\n[ \t\f]*\n").match(clean, title.end())
    section = "dotted" in one.candidate.readings[0]
    return title[0].isupper() or (blank is not None and (section or _titled(title[0])))


def _whole(clean: str, title: re.Match[str], end: int) -> int:
    """Where a title ends that may run over lines in capitals."""
    at = title.end()
    more = re.compile(r"[ \t]*\n[ \t]*([^\na-z]*[A-Z]{2}[^\na-z]*)(?=\n|\Z)")
    while title[0].isupper() and (found := more.match(clean[:end], at)) and not found[1].endswith(_FULL):
        at = found.end()
    return at


def _titled(text: str) -> bool:
    """Whether words read as a title: few, no full stop, and mostly with capitals."""
    words = [word for word in text.split() if len(word) > 3] or text.split()
    capital = sum(not word[:1].islower() for word in words)
    return 0 < len(text.split()) <= 14 and not text.endswith(_FULL) and capital * 10 > len(words) * 6


def _noted(clean: str, item: Item) -> list[Item]:
    """The item and the notes that stand in it, each a place of its own: "2.B.NOTE", "2.B.NOTE.2"."""
    notes = list(_NOTE.finditer(clean, item.start, item.end))
    if not notes:
        return [item]
    stops = [note.start() for note in notes] + [item.end]
    start, end = _trim(clean, item.start, stops[0])
    parts = [replace(item, text=squeeze(clean[start:end]), start=start, end=end)]
    for count, note in enumerate(notes, 1):
        start, end = _trim(clean, note.end(), stops[count])
        path = f"{item.id}.NOTE" + (f".{count}" if count > 1 else "")
        parts.append(Item(path, squeeze(clean[start:end]), note.start(), start, end))
    return parts


def _trim(clean: str, start: int, end: int) -> tuple[int, int]:
    inner = clean[start:end]
    if not inner.strip():
        return start, start
    return start + len(inner) - len(inner.lstrip()), start + len(inner.rstrip())

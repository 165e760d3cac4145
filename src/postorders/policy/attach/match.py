"""Items of a document joined to the clauses of a policy, by id and never by likeness."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from postorders.policy.attach.anchors import Anchor
from postorders.policy.attach.attachment import Attachment, Passage, digest
from postorders.policy.attach.extract import extract
from postorders.policy.attach.split import Item, split


def attach(data: bytes, name: str, policy: str, clauses: Sequence[str], anchors: Sequence[Anchor] = ()) -> Attachment:
    """The document `data` (its file called `name`) matched to the clause ids of `policy`.

    Raises InputError where the document cannot be read.
    """
    text = extract(data, name)
    passages, without, over = match(split(text, anchors), clauses)
    return Attachment(policy, name, hashlib.sha256(data).hexdigest(), digest(text), passages, without, over)


def match(
    items: Sequence[Item], clauses: Sequence[str]
) -> tuple[tuple[Passage, ...], tuple[str, ...], tuple[str, ...]]:
    """The passages in the document's order, the clauses without words, and the items without a clause.

    Clauses "7.B#1" and "7.B#2" split item 7.B: both get the whole item, and are marked as shared. Titles that
    say nothing themselves need no clause. An id that the document uses twice matches nothing.
    """
    known: dict[str, list[Item]] = {}
    for item in items:
        known.setdefault(item.id, []).append(item)
    passages, without, named = [], [], set()
    for clause in dict.fromkeys(clauses):
        path, split_up, _ = clause.partition("#")
        found = known.get(path, [])
        if len(found) == 1 and found[0].text:
            named.add(path)
            one = found[0]
            passages.append(Passage.of(clause, one.text, one.start, one.end, bool(split_up)))
        else:
            without.append(clause)
    passages.sort(key=lambda passage: passage.start)
    over = dict.fromkeys(item.id for item in items if item.id not in named and item.text and not item.heading)
    return tuple(passages), tuple(without), tuple(over)

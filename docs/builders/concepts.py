"""concepts.md, from the concept files."""

from __future__ import annotations

from itertools import groupby
from typing import get_args

from writing import code, described, table

from postorders.known import known
from postorders.policy import library
from postorders.signals.concept import Concept, Group
from postorders.signals.load import concept_files, load_concepts

_GROUPS = {
    "identifier": "Numbers, names of files and addresses that tell who or which.",
    "people": "People in cases.",
    "case-talk": "Talk about cases and investigations.",
    "capacity": "In whose name the author speaks, and for what end.",
    "harm": "Words that hurt, endanger or degrade.",
    "protective": "Words that take the force of others: they lower what stands near them, and never flag.",
    "page": "What an official page shows to its visitors.",
    "fact": "Questions that only the author can answer, until pictures can be read.",
}


def pages() -> dict[str, str]:
    """The page."""
    return {"concepts.md": concepts_page(load_concepts(concept_files()))}


def concepts_page(concepts: tuple[Concept, ...]) -> str:
    """The page for some concepts, in groups."""
    about = dict(described("concept group", get_args(Group), _GROUPS))
    users = clauses_by_concept()
    order = {name: index for index, name in enumerate(get_args(Group))}
    parts = [
        "# Concepts\n",
        f"What a clause can look for: {len(concepts)} concepts, a file each in `src/postorders/signals/concepts/`. "
        "A *protective* concept takes the force of another one when it stands near it. The last number counts the "
        "examples in the file: seen, passed, and known to be missed. How well they do on invented posts is in "
        "[pattern scores](pattern-scores.md); what they cannot do is in "
        "[what patterns cannot do](../why/what-patterns-cannot-do.md).\n",
    ]
    for group, some in groupby(sorted(concepts, key=lambda c: (order[c.group], c.concept)), key=lambda c: c.group):
        parts.append(f"## {group}\n\n{about[f'`{group}`']}\n")
        parts += [_concept(concept, users.get(concept.concept, [])) for concept in some]
    return "\n".join(parts)


def clauses_by_concept() -> dict[str, list[str]]:
    """The clauses of the templates that name each concept, as `policy clause`."""
    found: dict[str, list[str]] = {}
    for name in library.templates():
        policy = library.read(library.folders(name)[-1], known)
        for clause in policy.clauses:
            for concept in (*clause.looks_for, *clause.for_a_person, *clause.page_shows):
                found.setdefault(concept, []).append(f"{policy.id} {clause.clause}")
    return found


def _concept(concept: Concept, users: list[str]) -> str:
    samples = concept.examples
    rows: list[tuple[str, str]] = [("label", concept.label)]
    if concept.asks:
        rows.append(("asks", concept.asks))
        rows.append(("about", f"the {concept.about}" if concept.about != "words" else "the words in a picture"))
    else:
        rows.append(("how sure", concept.sure))
    if concept.yields_to:
        rows.append(("gives way to", ", ".join(f"`{name}` ({reach})" for name, reach in concept.yields_to.items())))
    if users:
        rows.append(("named by", code(users)))
    counts = (len(samples.sees), len(samples.passes), len(samples.known_misses))
    if any(counts):
        rows.append(("examples", f"{counts[0]} seen, {counts[1]} passed, {counts[2]} known misses"))
    return f"### `{concept.concept}`\n\n{' '.join(concept.says.split())}\n\n{table(('', ''), rows)}"

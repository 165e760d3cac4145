"""concepts.md, from the concept files."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from typing import get_args

from writing import code, described, table

from postorders.known import known
from postorders.policy import library
from postorders.signals.concept import Concept, Group
from postorders.signals.load import concept_files, load_concepts

Heads = Mapping[str, Collection[str]]
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


_WEIGHTS = Path(__file__).resolve().parents[2] / "models" / "reader" / "weights.json"
_DEGREES = ("possible", "likely", "certain")
_LEARNED = (
    "The row *learned* says that the encoder which ships reads for the concept too, and the degrees at which it may "
    "say so ([error rates](error-rates.md)). "
)
_NEVER = "read, and never marked: no degree was precise enough"


def pages() -> dict[str, str]:
    """The page."""
    return {"concepts.md": concepts_page(load_concepts(concept_files()), heads())}


def heads(file: Path = _WEIGHTS) -> Heads:
    """The degrees at which each concept's learned head may mark, by concept; nothing where there are no weights."""
    if not file.is_file():
        return {}
    return {head["name"]: tuple(head["at"]) for head in json.loads(file.read_text(encoding="utf-8"))["heads"]}


def concepts_page(concepts: tuple[Concept, ...], learned: Heads = MappingProxyType({})) -> str:
    """The page for some concepts, in groups, with what the weights that ship have learned of them."""
    about = dict(described("concept group", get_args(Group), _GROUPS))
    users = clauses_by_concept()
    order = {name: index for index, name in enumerate(get_args(Group))}
    parts = [
        "# Concepts\n",
        f"What a clause can look for: {len(concepts)} concepts, a file each in `src/postorders/signals/concepts/`. "
        "A *protective* concept takes the force of another one when it stands near it. The last number counts the "
        "examples in the file: seen, passed, and known to be missed. How well patterns do on invented posts is in "
        f"[pattern scores](pattern-scores.md). {_LEARNED if learned else ''}What patterns cannot do is in "
        "[what patterns cannot do](../why/what-patterns-cannot-do.md).\n",
    ]
    for group, some in groupby(sorted(concepts, key=lambda c: (order[c.group], c.concept)), key=lambda c: c.group):
        parts.append(f"## {group}\n\n{about[f'`{group}`']}\n")
        parts += [_concept(one, users.get(one.concept, []), learned.get(one.concept)) for one in some]
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


def _concept(concept: Concept, users: list[str], degrees: Collection[str] | None) -> str:
    samples = concept.examples
    rows: list[tuple[str, str]] = [("label", concept.label)]
    if concept.asks:
        rows.append(("asks", concept.asks))
        rows.append(("about", f"the {concept.about}" if concept.about != "words" else "the words in a picture"))
    else:
        rows.append(("how sure", concept.sure))
    if degrees is not None:
        rows.append(("learned", ", ".join(one for one in _DEGREES if one in degrees) or _NEVER))
    if concept.yields_to:
        rows.append(("gives way to", ", ".join(f"`{name}` ({reach})" for name, reach in concept.yields_to.items())))
    if users:
        rows.append(("named by", code(users)))
    counts = (len(samples.sees), len(samples.passes), len(samples.known_misses))
    if any(counts):
        rows.append(("examples", f"{counts[0]} seen, {counts[1]} passed, {counts[2]} known misses"))
    return f"### `{concept.concept}`\n\n{' '.join(concept.says.split())}\n\n{table(('', ''), rows)}"

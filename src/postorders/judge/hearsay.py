"""What a witness elsewhere said: which of it bears on a post, and the words that the judgment uses of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from postorders.judge.docket import Docket, Entry
from postorders.judge.judgment import Cap, Note, Sightings, Span

ADVICE = Cap("advise", "A witness can only advise.")


def quoted(sightings: Sightings, docket: Docket) -> Iterator[tuple[Entry, Span]]:
    """Each quotation with the clause that it was given for, if that clause may apply."""
    if not sightings.witnessed:
        return
    entries = {entry.clause.clause: entry for entry in docket.entries if entry.held != "not held"}
    for one in sightings.witnessed:
        if one.came_to == "quoted" and one.span and one.clause in entries:
            yield entries[one.clause], one.span


def why(entry: Entry, sightings: Sightings) -> str:
    """Why a quotation flags, with the conditions of its clause and those that nobody settled."""
    known = "; ".join(f"{c.name} is {c.value}" for c in entry.conditions if c.value)
    open_ = f" It depends on {' and '.join(entry.unknown)}, which nobody said." if entry.unknown else ""
    return f"Quoted by a witness, {_name(sightings)}{' (' + known + ')' if known else ''}.{open_}"


def told(sightings: Sightings) -> Iterator[Note]:
    """The note that a witness was asked, and how its answers fared."""
    if not sightings.witnessed:
        return
    count = Counter(one.came_to for one in sightings.witnessed)
    parts = [f"words quoted for {count['quoted']}", f"nothing for {count['nothing']}"]
    if count["discarded"]:
        parts.append(f"{count['discarded']} discarded, as the post does not bear it out")
    if count["silent"]:
        parts.append(f"{count['silent']} without an answer")
    asked = len(sightings.witnessed)
    clauses = f"{asked} clause{'s' if asked > 1 else ''}"
    yield Note("", f"A witness, {_name(sightings)}, was asked about {clauses}: {', '.join(parts)}.")


def _name(sightings: Sightings) -> str:
    return sightings.engine.get("witness", "") or "unnamed"

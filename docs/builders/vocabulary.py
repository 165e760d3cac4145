"""vocabulary.md: the words that a clause may use, and the words of a judgment."""

from __future__ import annotations

from typing import get_args

from writing import code, described, table

from postorders.judge import judgment
from postorders.policy import vocabulary

KINDS = {
    "definition": "Says what a word means. Feeds the glossary; never more than advice.",
    "statement": "Tells a fact, a purpose or a value. Never more than advice.",
    "permission": "Allows something, or says who may allow it.",
    "obligation": "Something that must be done.",
    "prohibition": "Something that must not be done.",
    "caution": "A warning. Never more than advice, and never a ground for a charge.",
    "sanction": "What may follow from a violation.",
    "procedure": "How something is done, and by whom.",
}
ATTRIBUTES = {
    "account": "Whose account the post is for.",
    "third-party": "Whether somebody else wrote it on a page that the member controls.",
    "moment": "Whether words are weighed as a draft, or it is said how they go out.",
    "duty": "Whether the member is on duty when it goes out.",
    "device": "Whose device it goes out from.",
    "class": "What the member is.",
    "role": "A role that the member holds, in the department's own words.",
}
EFFECTS = {
    "inform": "A note rides along. The outcome stays as it is.",
    "advise": "Think again. The author decides.",
    "ask": "Leave can be had: the judgment names who can give it, and in what form.",
    "hold": "The post should not go out as it is. Official accounts only.",
}
OUTCOMES = {
    "clear": "Everything was checked, and no clause speaks against it.",
    "incomplete": "Nothing was flagged, and something could not be checked. Never shown as clear.",
    "advise": "At least one clause advises against it.",
    "ask": "Somebody's leave, or an answer that only the author has, decides.",
    "hold": "At least one clause holds it. Official accounts only.",
}
CONDITIONS = {
    "held": "What the clause wants is the case.",
    "not held": "It is not the case, so the clause does not speak.",
    "unknown": "Nobody said. If it would matter, the author is asked.",
}
FORMS = {
    "written": "Only a written permission lifts the clause.",
    "express": "It must have been said in so many words, or written.",
    "unstated": "The source does not say; any form will do.",
}
SCOPES = {
    "item": "One permission for each post.",
    "standing": "One permission may cover many posts, from its first day to its last.",
}


def pages() -> dict[str, str]:
    """The page."""
    values = vocabulary.ATTRIBUTES
    attributes = [
        (name, code(values[name.strip("`")]) or "any name", says)
        for name, says in described("attribute", values, ATTRIBUTES)
    ]
    parts = [
        "# Words of a clause and of a judgment\n",
        "A clause may use these names and no others; a pack that uses another one is refused with the file, the line "
        "and the nearest name. Concepts have [a page of their own](concepts.md).\n",
        "## Kinds of clause\n",
        table(("kind", "what it is"), described("clause kind", get_args(vocabulary.Kind), KINDS)),
        f"Never more than advice, whatever the clause says: {code(sorted(vocabulary.ADVISORY_KINDS))}, and every "
        "clause marked `values: true`.\n",
        "## Attributes that a condition may ask for\n",
        table(("attribute", "values", "what it says"), attributes),
        "Every [fact](concepts.md#fact) is an attribute as well, with the values `yes` and `no`.\n",
        "## Effects of a clause, weakest first\n",
        table(("effect", "what it does"), described("effect", vocabulary.EFFECTS, EFFECTS)),
        "## Outcomes of a judgment, weakest first\n",
        table(("outcome", "what it means"), described("outcome", judgment.OUTCOMES, OUTCOMES)),
        "## Results of a condition\n",
        table(("result", "what it means"), described("condition result", get_args(judgment.Held), CONDITIONS)),
        "## Forms of leave\n",
        table(("form", "what it means"), described("form", get_args(vocabulary.Form), FORMS)),
        "## Scopes of leave\n",
        table(("scope", "what it means"), described("scope", get_args(vocabulary.Scope), SCOPES)),
        "## Parts of a judgment\n",
        table(("part", "what it is"), _parts()),
        "[judgment.schema.json](judgment.schema.json) has every field of each.\n",
    ]
    return {"vocabulary.md": "\n".join(parts)}


def _parts() -> list[tuple[str, str]]:
    kinds = (
        judgment.Judgment, judgment.PolicyVersion, judgment.Flag, judgment.Span, judgment.Condition, judgment.Cap,
        judgment.Weighed, judgment.Lifted, judgment.Pointer, judgment.Unchecked, judgment.Asked, judgment.Note,
        judgment.Sightings, judgment.Basis, judgment.Step,
    )  # fmt: skip
    return [(kind.__name__, " ".join((kind.__doc__ or "").split())) for kind in kinds]

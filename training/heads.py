"""What the encoder learns to see: one head for each concept, and one for each kind of group that hate is aimed at."""

from __future__ import annotations

HARM = (
    "bias", "dehumanizing", "harassment", "threat", "endangering", "private-facts", "sexual", "disparagement",
    "unprofessional-tone", "reckless-boast", "retaliation-hint",
)  # fmt: skip
PEOPLE = ("named-suspect", "victim-detail", "witness-detail", "juvenile")
CASE_TALK = (
    "guilt-statement", "pending-case", "case-information", "investigation-detail", "internal-investigation",
    "undercover-hint",
)  # fmt: skip
CAPACITY = ("speaks-for-department", "political-activity", "private-business", "identifies-as-member")
PROTECTIVE = (
    "counter-speech", "quotation", "figurative", "wrongdoing-report", "presumption-of-innocence", "reclaimed-use",
)  # fmt: skip
CONCEPTS = (*HARM, *PEOPLE, *CASE_TALK, *CAPACITY, *PROTECTIVE)
TARGETS = ("race", "origin", "religion", "sex", "gender", "orientation", "disability", "age", "immigration")
HEADS = (*CONCEPTS, *(f"target:{name}" for name in TARGETS))

# Of these there are too few near misses of our own to leave out posts that were written for other concepts.
FEW = ("counter-speech", "quotation", "figurative", "presumption-of-innocence", "reclaimed-use")

THIN = (
    "guilt-statement", "case-information", "speaks-for-department", "reckless-boast", "undercover-hint",
    "wrongdoing-report", "unprofessional-tone", "political-activity", "private-business",
)  # fmt: skip

_HATE = {"bias", "dehumanizing", "harassment", "disparagement", "counter-speech", "quotation", "reclaimed-use"}
_CASE = {"guilt-statement", "pending-case", "case-information", "presumption-of-innocence", "undercover-hint"}
# Concepts that an example of one concept may well show unremarked: their absence from the labels is no proof. Of every
# other concept the absence is.
NEAR: dict[str, frozenset[str]] = {
    "bias": frozenset({*_HATE, "threat", "sexual", "unprofessional-tone"}),
    "dehumanizing": frozenset({*_HATE, "threat", "unprofessional-tone", "reckless-boast"}),
    "harassment": frozenset({*_HATE, "threat", "figurative", "unprofessional-tone", "sexual", "reckless-boast"}),
    "disparagement": frozenset(
        {"harassment", "wrongdoing-report", "unprofessional-tone", "bias", "political-activity", "reckless-boast"}
    ),
    "threat": frozenset(
        {
            "harassment", "figurative", "quotation", "counter-speech", "endangering", "dehumanizing",
            "unprofessional-tone", "reckless-boast",
        }
    ),
    "figurative": frozenset({"threat", "harassment", "reckless-boast", "quotation"}),
    "endangering": frozenset({"private-facts", "threat", "undercover-hint", "case-information", "unprofessional-tone"}),
    "private-facts": frozenset(
        {"endangering", "case-information", "disparagement", "harassment", "unprofessional-tone"}
    ),
    "sexual": frozenset({"harassment", "bias", "unprofessional-tone", "reckless-boast"}),
    "unprofessional-tone": frozenset({"harassment", "disparagement", *_CASE, "bias", "reckless-boast"}),
    "reckless-boast": frozenset({"unprofessional-tone", "figurative", "harassment", "case-information", "threat"}),
    "guilt-statement": frozenset({*_CASE, "unprofessional-tone", "disparagement", "harassment"}),
    "pending-case": frozenset({*_CASE, "wrongdoing-report", "disparagement", "speaks-for-department"}),
    "case-information": frozenset(
        {*_CASE, "private-facts", "endangering", "reckless-boast", "quotation", "unprofessional-tone"}
    ),
    "undercover-hint": frozenset({"endangering", "case-information", "pending-case", "unprofessional-tone"}),
    "presumption-of-innocence": frozenset({*_CASE, "quotation"}),
    "speaks-for-department": frozenset(
        {"political-activity", "quotation", "pending-case", "disparagement", "unprofessional-tone"}
    ),
    "political-activity": frozenset({"disparagement", "speaks-for-department", "quotation", "unprofessional-tone"}),
    "private-business": frozenset({"speaks-for-department"}),
    "wrongdoing-report": frozenset(
        {"disparagement", "case-information", "pending-case", "quotation", "harassment", "unprofessional-tone"}
    ),
    "counter-speech": frozenset({*_HATE, "threat", "figurative"}),
    "quotation": frozenset({*_HATE, "threat", "figurative", "sexual"}),
    "reclaimed-use": frozenset({*_HATE, "figurative", "sexual"}),
    "retaliation-hint": frozenset({"harassment", "threat", "disparagement", "unprofessional-tone"}),
    "named-suspect": frozenset({*_CASE, "unprofessional-tone"}),
    "victim-detail": frozenset({"case-information", "endangering", "private-facts"}),
    "witness-detail": frozenset({"case-information", "endangering"}),
    "juvenile": frozenset({"case-information", "private-facts"}),
    "investigation-detail": frozenset({*_CASE, "endangering"}),
    "internal-investigation": frozenset({"wrongdoing-report", "case-information", "disparagement"}),
    "identifies-as-member": frozenset({"speaks-for-department", "reckless-boast", "case-information"}),
    "none": frozenset({"quotation", "figurative", "presumption-of-innocence", "counter-speech"}),
}  # fmt: skip

# Writers were asked to mark these wherever a post shows them, but some marks are missing: where one is, the concept is
# taught to be seldom there. Taught nothing, it sees itself in up to a third of the posts of its neighbors.
MARKED = frozenset(
    {
        "harassment", "threat", "endangering", "private-facts", "sexual", "case-information", "undercover-hint",
        "wrongdoing-report", "speaks-for-department", "political-activity", "reckless-boast",
    }
)  # fmt: skip
SELDOM = 0.1

# Concepts that patterns alone saw when most files were written: of them a file says nothing, unless it is marked whole
# or is about something far away.
LATER = frozenset(
    {*PEOPLE, "investigation-detail", "internal-investigation", "retaliation-hint", "identifies-as-member"}
)
_FAR = frozenset({"bias", "dehumanizing", "sexual", "figurative", "counter-speech", "quotation", "reclaimed-use"})

# Of these only posts of official accounts are asked: what a department's own page may not sound like, a person may.
OFFICIAL_ONLY = frozenset({"unprofessional-tone"})


def absent(concept: str, whole: bool) -> dict[str, float]:
    """What a post that was written for a concept, or to look like it, is taught to be of the concepts that are not
    marked in it: 0.0 for not shown, `SELDOM`, or left open. `whole`: its writer was asked to mark every one; but who
    writes for one concept draws the line to its neighbors otherwise than who writes for those."""
    if whole:
        near = NEAR[concept] if concept != "none" else ()
        return dict.fromkeys(CONCEPTS, 0.0) | dict.fromkeys(near, SELDOM)
    doubted = (NEAR[concept] & MARKED) | (LATER if concept in _FAR else frozenset())
    sure = {*CONCEPTS} - NEAR[concept] - LATER
    return dict.fromkeys(sure, 0.0) | dict.fromkeys(doubted, SELDOM)

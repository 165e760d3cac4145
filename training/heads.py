"""What the encoder learns to see: one head for each concept, and one for each kind of group that hate is aimed at."""

from __future__ import annotations

HARM = (
    "bias", "dehumanizing", "harassment", "threat", "endangering", "private-facts", "sexual", "disparagement",
    "unprofessional-tone", "reckless-boast",
)  # fmt: skip
CASE_TALK = ("guilt-statement", "pending-case", "case-information", "undercover-hint")
CAPACITY = ("speaks-for-department", "political-activity", "private-business")
PROTECTIVE = (
    "counter-speech", "quotation", "figurative", "wrongdoing-report", "presumption-of-innocence", "reclaimed-use",
)  # fmt: skip
CONCEPTS = (*HARM, *CASE_TALK, *CAPACITY, *PROTECTIVE)
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
# Concepts that an example of one concept may well show unremarked: its writer was not asked for them, so that their
# absence from the labels is no evidence. Of every other concept the absence is evidence.
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
    "none": frozenset({"quotation", "figurative", "presumption-of-innocence", "counter-speech"}),
}  # fmt: skip

"""Releases in words: how a post is put right, what an attempt came to, what the policy said of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as lazy

from postorders.desk.release.corrections import CORRECTS, RETRACTS
from postorders.desk.release.models import Release
from postorders.desk.release.righting import BY_HAND, DELETE, EDIT, POST, REPLY
from postorders.platforms.publisher import publishers

HOWS = {
    EDIT: lazy("changed in place; readers see that it was"),
    REPLY: lazy("answered with the right words"),
    POST: lazy("said right in a new post"),
    DELETE: lazy("taken down by the desk"),
    BY_HAND: lazy("put right by hand"),
}
WAITS = {
    EDIT: lazy("waits for the draft that says it right"),
    REPLY: lazy("waits for the draft that says it right"),
    POST: lazy("waits for the draft that says it right"),
    DELETE: lazy("the desk is taking it down"),
    BY_HAND: lazy("somebody does it on the platform, and says so here"),
}
KINDS = {CORRECTS: lazy("Correction"), RETRACTS: lazy("Retraction")}
WHATS = {"send": lazy("sent"), "find": lazy("looked for it"), "read": lazy("read back"), "delete": lazy("took it down")}
CAME_TO = {
    "": lazy("under way, or its worker died"),
    "sent": lazy("it is there"),
    "unsure": lazy("nobody knows what came of it"),
    "put-off": lazy("nothing happened; it is tried again"),
    "failed": lazy("it failed"),
    "found": lazy("it is there"),
    "not-there": lazy("it is not there"),
    "trouble": lazy("the platform gave no answer that settles it"),
    "read": lazy("it was read"),
    "deleted": lazy("it is down"),
}
STATES = {
    "intended": lazy("It waits to be sent. Nothing has left the desk."),
    "sending": lazy("It is being sent now."),
    "unsure": lazy("It left the desk, and nobody knows yet whether it is out. The desk looks before it does anything."),
    "by-hand": lazy("The desk cannot publish there. Post exactly what stands below, then attest it with a picture."),
    "sent": lazy("It is out. The desk has not read it back yet."),
    "read-back": lazy("It is out, and it says what was released."),
    "differs": lazy("It is out, and it does not say what was released. Look at both below."),
    "taken-down": lazy("It was out, and we took it down. What stood there is kept."),
    "gone": lazy("The platform does not show it any more, and nobody here took it down. What stood there is kept."),
    "held": lazy("Its time came, and something bars it now. Nothing has left the desk: release it anew, or recall it."),
    "failed": lazy("It was not published, or not whole. A person must look."),
    "recalled": lazy("It was recalled before it was sent."),
}
ATTESTED = lazy("It is out: a person attests it, and a picture of it is kept.")
ATTESTED_ALONE = lazy("It is out: a person attests it. Nobody has approved it yet.")
ALONE = lazy("It is out, and it says what was released. Nobody has approved it yet.")
OUTCOMES = {
    "clear": lazy("Nothing in the policy was found to speak against it."),
    "incomplete": lazy("Nothing was flagged, and something could not be checked."),
    "advise": lazy("The policy advised to think again."),
    "ask": lazy("The policy asked for leave, or for an answer."),
    "hold": lazy("The policy held it; a named person stood for it that this was mistaken."),
}
UNDER_WAY = frozenset({"intended", "sending", "unsure", "sent"})
WITHOUT = lazy("No policy was in force.")


def says(row: Release) -> Any:
    """Where a release stands, in a sentence. What a person attests was not compared by the desk, and an emergency that
    nobody has looked at was not approved."""
    if row.state == "read-back" and publishers()[row.site.platform].can.by_hand:
        return ATTESTED_ALONE if row.emergency and not row.ratified else ATTESTED
    return ALONE if row.state == "read-back" and row.emergency and not row.ratified else STATES[row.state]


def judged(judgment: Mapping[str, Any]) -> dict[str, Any]:
    """What a kept judgment said: its outcome in words, the policy and day, and its flags with the words that they
    matched."""
    if not judgment:
        return {"says": WITHOUT, "flags": []}
    flags = [
        {**one, "words": [span["text"] for span in one.get("spans", ()) if span.get("text")]}
        for one in judgment.get("flags", ())
    ]
    return {
        "says": OUTCOMES.get(judgment["outcome"], judgment["outcome"]),
        "policy": judgment.get("policy", {}),
        "as_of": judgment.get("as_of", ""),
        "flags": flags,
        "lifted": judgment.get("lifted", []),
        "unchecked": judgment.get("unchecked", []),
    }

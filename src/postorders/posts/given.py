"""What somebody said about the person and the moment, checked before it may decide anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from postorders.errors import InputError
from postorders.posts.context import Context
from postorders.posts.fields import Fields

CHOICES = {
    "moment": ("draft", "publication"),
    "duty": ("on", "off"),
    "device": ("department", "personal"),
    "member_class": ("officer", "civilian", "reserve"),
}
KNOWN = (*CHOICES, "roles", "submitted_by", "facts")
_HINTS = {"class": "member_class", "role": "roles", "submitter": "submitted_by", "fact": "facts"}
_ANSWERS = ("yes", "no")


def read_context(data: Mapping[str, Any], file: str, base: Context, facts: frozenset[str]) -> Context:
    """`base` with what `data` says put over it; `facts` are the ids of the facts that may be answered.

    Facts are added to those of `base`, answered "yes" or "no" (true and false are taken as well; null is
    no answer). Raises `InputError` with every problem.
    """
    fields = Fields(data, KNOWN, hints=_HINTS)
    said: dict[str, Any] = {name: fields.choice(name, allowed) for name, allowed in CHOICES.items()}
    said |= {"roles": fields.texts("roles"), "submitted_by": fields.text("submitted_by")}
    answers = _answers(fields, facts)
    if fields.problems:
        raise InputError(*(replace(problem, file=file) for problem in fields.problems))
    return replace(base, **{name: value for name, value in said.items() if value}, facts={**base.facts, **answers})


def _answers(fields: Fields, facts: frozenset[str]) -> dict[str, str]:
    given = {name: _word(value) for name, value in fields.inner("facts").items()}
    inner = Fields(given, sorted(facts), path="facts.")
    answers = {name: inner.choice(name, _ANSWERS) for name in given if name in facts}
    fields.problems += inner.problems
    return {name: answer for name, answer in answers.items() if answer}


def _word(value: object) -> object:
    return _ANSWERS[not value] if isinstance(value, bool) else value

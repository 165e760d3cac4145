"""A judgment as a person reads it, and as JSON."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any

import click

from postorders.cli.out import wrap
from postorders.judge.form import as_data, as_line
from postorders.judge.judgment import Asked, Flag, Judgment, Pointer, Span
from postorders.signals.learned.sureness import sureness
from postorders.signals.signal import Signal
from postorders.words import _

MARGIN = 40  # characters shown on either side of matched words


class Printer(ABC):
    """Prints judgments one after another."""

    @abstractmethod
    def put(self, judgment: Judgment) -> None:
        """Prints one."""

    def end(self) -> None:  # noqa: B027 (most lists need no close)
        """Prints what closes the list."""


class Lines(Printer):
    """JSON Lines: one judgment a line."""

    def put(self, judgment: Judgment) -> None:
        click.echo(as_line(judgment))


class Array(Printer):
    """One JSON array of all judgments."""

    def __init__(self) -> None:
        self._kept: list[Any] = []

    def put(self, judgment: Judgment) -> None:
        self._kept.append(as_data(judgment))

    def end(self) -> None:
        click.echo(as_array(self._kept))


class Text(Printer):
    """For a person."""

    def __init__(self, explain: bool) -> None:
        self._explain = explain
        self._before = False

    def put(self, judgment: Judgment) -> None:
        if self._before:
            click.echo()
        self._before = True
        click.echo("\n".join(_judgment(judgment, self._explain)))


def printer(form: str, explain: bool) -> Printer:
    """The printer for `--format`."""
    return {"jsonl": Lines, "json": Array}[form]() if form != "text" else Text(explain)


def as_array(judgments: Iterable[Any]) -> str:
    """The text of the array that `--format json` prints."""
    return json.dumps(list(judgments), indent=2, ensure_ascii=False)


_SAYS = {
    "clear": _("Clear: nothing in the policy was found to speak against it."),
    "incomplete": _("Incomplete: nothing was flagged, and something could not be checked."),
    "advise": _("Advice: think again before posting."),
    "ask": _("Ask: leave, or an answer that only you have, decides."),
    "hold": _("Hold: it should not go out as it is."),
}

_BUT = _("Clear of what can be checked here. What only a person can judge is named below.")


def _judgment(judgment: Judgment, explain: bool) -> list[str]:
    policy = judgment.policy
    says = _BUT if judgment.outcome == "clear" and judgment.for_a_person else _SAYS[judgment.outcome]
    lines = [wrap(f"{judgment.id}  {says}", "  ", "")]
    version = f"{policy.id}, version of {policy.version} ({policy.hash[:12]})"
    lines.append(f"  {version}, {judgment.account} account, as of {judgment.as_of}")
    if policy.banner:
        lines.append(wrap(policy.banner, "    ", "  ! "))
    words = dict(judgment.basis.post.passages()) if judgment.basis else {}
    for flag in judgment.flags:
        lines += ["", *_flag(flag, words, judgment.basis.sightings.signals if judgment.basis else ())]
    for lifted in judgment.lifted:
        lines += ["", f"  {lifted.clause}  {lifted.label}", f"    {_('lifted by the permission')} {lifted.permission}"]
    lines += _rest(judgment)
    if explain and judgment.trace is not None:
        lines += _trace(judgment)
    return lines


def _flag(flag: Flag, words: dict[str, str], signals: Iterable[Signal]) -> list[str]:
    lines = [f"  {flag.clause}  {flag.label}  [{_(flag.effect)}]"]
    for span in flag.spans:
        lines += _caret(span, words.get(span.field, "")) if span.text else [f"    {_('Your answer:')} {flag.concept}"]
    lines.append(wrap(flag.why, "    "))
    if says := sureness(signals, flag.concept):
        lines.append(wrap(says, "    "))
    lines += [wrap(cap.because, "      ", "    - ") for cap in flag.caps]
    lines += [wrap(_lift(flag.lifted_by), "    ")]
    for weighed in flag.weighed:
        lines.append(wrap(f"{_('Permission')} {weighed.permission}: {weighed.why_not}", "      ", "    - "))
    if flag.remedy:
        lines.append(wrap(f"{_('What helps:')} {flag.remedy}", "    "))
    return lines


def _caret(span: Span, words: str) -> list[str]:
    """The very words, with a caret line under them."""
    line_start = words.rfind("\n", 0, span.start) + 1
    line_end = words.find("\n", span.end)
    start, end = max(line_start, span.start - MARGIN), min(len(words) if line_end < 0 else line_end, span.end + MARGIN)
    start, end = _whole_words(words, span, start, end)
    before, matched, after = words[start : span.start], words[span.start : span.end], words[span.end : end]
    shown = [_one_line(part) for part in (before, matched, after)]
    lead = "..." if start > line_start else ""
    tail = "..." if end < len(words) and (line_end < 0 or end < line_end) else ""
    mark = " " * (_columns(lead + shown[0])) + "^" * max(1, _columns(shown[1]))
    return [f"    {lead}{''.join(shown)}{tail}", f"    {mark}"]


def _whole_words(words: str, span: Span, start: int, end: int) -> tuple[int, int]:
    """The excerpt drawn in to whole words, where it has any beside the match."""
    if start and words[start - 1].isalnum() and (space := words.find(" ", start, span.start)) >= 0:
        start = space + 1
    if end < len(words) and words[end].isalnum() and (space := words.rfind(" ", span.end, end)) >= 0:
        end = space
    return start, end


def _one_line(text: str) -> str:
    return "".join(char if char.isprintable() else " " for char in text)


def _columns(text: str) -> int:
    """Terminal columns: wide characters take two, joining marks none."""
    import unicodedata

    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    none = sum(unicodedata.category(char) in ("Mn", "Me", "Cf") for char in text)
    return len(text) + wide - none


def _lift(lifted_by: Any) -> str:
    if lifted_by == "nobody":
        return _("Nobody can give leave for this.")
    form = {"written": _("in writing"), "express": _("expressly"), "unstated": _("in any form")}[
        lifted_by.get("form", "unstated")
    ]
    item = _(", one permission for each post") if lifted_by.get("scope") == "item" else ""
    under = f", {_('under')} {lifted_by['under']}" if "under" in lifted_by else ""
    people = _(" or ").join(lifted_by["approvers"])
    return f"{_('Leave can be given by')} {people}, {form}{item}{under} ({lifted_by['permission']})."


def _rest(judgment: Judgment) -> list[str]:
    lines: list[str] = []
    sections = (
        (_("For a person to judge"), _pointers(judgment.for_a_person)),
        (_("Questions that decide"), [_question(asked) for asked in judgment.questions]),
        (_("Not checked"), [f"{u.what}: {u.why}" for u in judgment.unchecked]),
        (_("Notes"), [f"{n.clause + '  ' if n.clause else ''}{n.says}" for n in judgment.notes]),
    )
    for title, items in sections:
        if items:
            lines += ["", f"  {title}"]
            lines += [wrap(item, "      ", "    - ") for item in items]
    return lines


_OPTIONS = {
    "device": "--device department|personal",
    "duty": "--duty on|off",
    "class": "--class officer|civilian|reserve",
    "role": "--role ROLE",
}


def _question(asked: Asked) -> str:
    return f"{asked.asks} ({_OPTIONS.get(asked.fact, f'--fact {asked.fact}=yes|no')})"


def _pointers(pointers: Iterable[Pointer]) -> list[str]:
    """A line for each clause, whatever the number of concepts that point to it."""
    spans: dict[str, list[Span]] = {}
    for pointer in pointers:
        spans.setdefault(f"{pointer.clause}  {pointer.label}", []).extend(pointer.spans)
    return [f"{clause}: {_quoted(dict.fromkeys(some))}" for clause, some in spans.items()]


def _quoted(spans: Iterable[Span]) -> str:
    return ", ".join(f"“{_one_line(span.text)}”" if span.text else span.field for span in spans)


def _trace(judgment: Judgment) -> list[str]:
    lines = ["", f"  {_('Trace')}"]
    for step in judgment.trace or ():
        lines.append(f"    {step.clause}: {step.came_to}")
        for condition in step.conditions:
            value = f"it is {condition.value}" if condition.value else _("nobody said")
            wants = " or ".join(condition.wants)
            lines.append(f"      {condition.name} wants {wants}; {value}: {condition.result}")
    return lines

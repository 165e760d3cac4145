"""Judges again from a kept judgment: the same bytes, or which hash changed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from postorders.cli import render
from postorders.cli.options import policy_named
from postorders.errors import InputError, refuse
from postorders.judge.form import as_data
from postorders.judge.judge import judge, version_of
from postorders.judge.judgment import Basis, Judgment, Sightings
from postorders.plain import from_plain
from postorders.policy.policy import Policy
from postorders.screening.checker import Checker
from postorders.signals.learned.reading import installed
from postorders.signals.own import concepts_of

SAME, DIFFERENT, BAD = 0, 1, 2


def run(name: str, policy_name: str, anew: bool, form: str) -> int:
    """Replays every judgment in a file and prints it; with `anew` looks again and prints the differences.

    Exit code 0 when all agree, 1 when a look with today's patterns differs, 2 when a replay cannot agree.
    """
    kept = _read(name)
    printer = render.printer(form, any("trace" in data for data in kept))
    codes = {(_look(data, policy_name) if anew else _replay(data, policy_name, printer)) for data in kept}
    if not anew:
        printer.end()
    return max(codes, default=SAME)


def _replay(data: dict[str, Any], policy_name: str, printer: render.Printer) -> int:
    old, basis, policy = _kept(data, policy_name)
    if problem := _changed(old, policy):
        raise refuse(problem, "Replay it with the policy and readings that it was judged by.", old.id)
    again = judge(basis.post, basis.sightings, policy, basis.context, old.as_of, old.trace is not None)
    if as_data(again) != data:
        raise refuse(
            "The judgment does not come out the same.", "It was altered, or an older engine judged it.", old.id
        )
    printer.put(again)
    return SAME


def _look(data: dict[str, Any], policy_name: str) -> int:
    """Looks at the post again with today's patterns, and tells what is seen now and was not, and the reverse."""
    old, basis, policy = _kept(data, policy_name)
    sightings = Checker(policy, concepts_of(policy), installed()).sight(basis.post, basis.context)
    sightings = _with_witness(sightings, basis.sightings)
    new = judge(basis.post, sightings, policy, basis.context, old.as_of)
    before, after = _places(basis.sightings), _places(sightings)
    click.echo(f"{old.id}: {old.outcome} then, {new.outcome} now.")
    for sign, some in (("-", before - after), ("+", after - before)):
        for concept, start, end, text in sorted(some):
            click.echo(f"  {sign} {concept} at {start}-{end}: {text!r}")
    for what in sorted(
        name for name in ("version", "concepts", "weights") if old.engine.get(name) != new.engine.get(name)
    ):
        click.echo(f"  {what}: {old.engine.get(what, '')[:12]} then, {new.engine.get(what, '')[:12]} now")
    return DIFFERENT if before != after or old.outcome != new.outcome else SAME


def _with_witness(now: Sightings, then: Sightings) -> Sightings:
    """What is seen today beside what a witness said then: no witness is asked a second time."""
    if not then.witnessed:
        return now
    return replace(now, witnessed=then.witnessed, engine={**now.engine, "witness": then.engine.get("witness", "")})


def _places(sightings: Sightings) -> set[tuple[str, int, int, str]]:
    return {(s.concept, s.start, s.end, s.text) for s in sightings.signals}


def _changed(old: Judgment, policy: Policy) -> str:
    """Which hash of the policy is not what it was, "" if none."""
    now = version_of(policy)
    for name, was, new in (("policy", old.policy.hash, now.hash), ("readings", old.policy.readings, now.readings)):
        if was != new:
            return f"The {name} changed: {was[:12]} then, {new[:12]} now."
    return ""


def _kept(data: dict[str, Any], policy_name: str) -> tuple[Judgment, Basis, Policy]:
    try:
        judgment: Judgment = from_plain(Judgment, data)
    except ValueError as error:
        raise refuse(
            "That is not a kept judgment.", str(error).split(";", maxsplit=1)[0], str(data.get("id", ""))
        ) from error
    if judgment.basis is None:
        raise refuse("The judgment carries no basis to judge again from.", "Keep the whole output.", judgment.id)
    return judgment, judgment.basis, policy_named(policy_name or judgment.policy.id, judgment.as_of)


def _read(name: str) -> list[dict[str, Any]]:
    path = Path(name)
    if not path.is_file():
        raise refuse("There is no such file.", "Check the name.", name)
    text = path.read_text(encoding="utf-8", errors="replace").strip()
    try:
        data = json.loads(text) if text[:1] == "[" else [json.loads(line) for line in text.splitlines()]
    except ValueError:
        try:
            data = [json.loads(text)]
        except ValueError as error:
            raise InputError(*refuse("It is not JSON.", "Keep what --format json prints.", name).problems) from error
    if not data or not all(isinstance(item, dict) for item in data):
        raise refuse("It holds no judgments.", "Keep what --format json prints.", name)
    return data

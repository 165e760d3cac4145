"""To judge is to compute and nothing else: no file, no network, no clock, no chance."""

from __future__ import annotations

import builtins
import datetime
import os
import random
import socket
import subprocess
import time
from collections.abc import Iterator

import pytest
from tests.cast import clause, judged, order, personal, photo, reading, seen


@pytest.fixture
def nothing_outside(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Everything that reaches outside raises, and is put on a list in case somebody catches it."""
    reached: list[str] = []

    def refuse(name: str) -> object:
        def refused(*_: object, **__: object) -> None:
            reached.append(name)
            raise AssertionError(f"The judge reached for {name}.")

        return refused

    class NoClock(datetime.datetime):
        now = utcnow = today = classmethod(lambda *_: refuse("the clock")())  # type: ignore[assignment,operator]

    with monkeypatch.context() as patch:
        patch.setattr(datetime, "datetime", NoClock)
        for module, names in (
            (builtins, ["open"]),
            (os, ["open", "getenv", "stat", "listdir", "urandom"]),
            (socket, ["socket", "create_connection", "getaddrinfo"]),
            (subprocess, ["Popen"]),
            (time, ["time", "time_ns"]),
            (random, ["random", "randint"]),
        ):
            for name in names:
                patch.setattr(module, name, refuse(f"{module.__name__}.{name}"))
        yield reached


def test_the_judge_reaches_for_nothing(nothing_outside: list[str]) -> None:
    policy = order(
        clause("12.4"), clause("12.5", looks_for=["patch-visible"]), clause("12.6", when={"duty": ["on"]}),
        clause("12.7", judged_by="person", for_a_person=["ssn"]), readings=[reading()],
    )  # fmt: skip
    judgment = judged(policy, seen("ssn"), personal(media=(photo(),)), explain=True)
    assert judgment.flags
    assert nothing_outside == []


def test_judging_leaves_its_arguments_as_they_were() -> None:
    post, sighted, policy = personal(media=(photo(),)), seen("ssn"), order(clause())
    before = repr((post, sighted, policy.clauses))
    judged(policy, sighted, post)
    assert repr((post, sighted, policy.clauses)) == before

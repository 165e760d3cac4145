"""`postorders desk who` tells who did what."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from tests.desk.cast import World

from postorders.desk.ledger.models import Payload

pytestmark = [pytest.mark.both, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def who(world: World, postorders: Callable[..., Any]) -> Callable[..., Any]:
    """The command, on the desk of the tests."""
    assert connection.vendor
    return lambda *args: postorders("desk", "who", "--at", os.environ["POSTORDERS_DESK"], *args)


def test_it_tells_the_entries_of_a_department_newest_first(who: Callable[..., Any]) -> None:
    said = who("cedar-bluff", "--person", "31")
    assert said.code == 0
    (line,) = said.out.splitlines()
    assert line.endswith("Post Orders added Cole Abernathy (31), officer.")
    assert [one["says"] for one in who("cedar-bluff", "--about", "unit Patrol", "--format", "json").data] == [
        "Post Orders put Marisol Tran at the head of Patrol.",
        "Post Orders added the unit Patrol.",
    ]


def test_that_it_told_is_on_the_record(world: World, who: Callable[..., Any]) -> None:
    who("cedar-bluff")
    with world.bluff.within():
        row = Payload.objects.get(department=world.bluff.department, act="ledger.read")
        assert json.loads(row.body)["fields"][-1][:2] == ["where", "command line"]


def test_it_names_the_departments_when_there_is_none_of_that_name(who: Callable[..., Any]) -> None:
    said = who("cedar-rapids")
    assert (said.code, said.err) == (
        2,
        "postorders: There is no department 'cedar-rapids' here. There are: cedar-bluff, osage-crossing.\n",
    )


def test_a_day_that_is_none_is_refused(who: Callable[..., Any]) -> None:
    said = who("cedar-bluff", "--since", "yesterday")
    assert said.code == 2
    assert "'yesterday' is not a date." in said.err

"""The departments of a host take turns, however many posts one of them releases."""

from __future__ import annotations

import uuid

import pytest
from django_tasks_db.models import DBTaskResult
from tests.desk.cast import World
from tests.desk.drafts import scene as drafts
from tests.desk.release.scene import TEXT, connected, go, mastodon, released

from postorders.desk.jobs.parked import RUNNING
from postorders.desk.jobs.tasks import publish_ledger

pytestmark = pytest.mark.both


def waiting() -> list[uuid.UUID]:
    """What a worker would do next, in its order: releases by themselves, other tasks by their department."""
    rows = DBTaskResult.objects.ready().values_list("args_kwargs", flat=True)
    return [uuid.UUID(one["args"][-1]) for one in rows]


def test_nobody_waits_for_the_department_that_releases_most(world: World) -> None:
    with mastodon() as server:
        here, there = connected(world.bluff, server), connected(world.osage, server)
        drafts.ready(world.osage)
        DBTaskResult.objects.all().delete()
        many = [released(world.bluff, here, text=f"{TEXT} {n}")[0].id for n in range(3)]
        (one,) = released(world.osage, there)
    assert waiting() == [many[0], one.id, many[1], many[2]]


def test_a_department_keeps_its_own_order(world: World) -> None:
    with mastodon() as server:
        here = connected(world.bluff, server)
        DBTaskResult.objects.all().delete()
        first, *rest = (released(world.bluff, here, text=f"{TEXT} {n}")[0].id for n in range(3))
        DBTaskResult.objects.filter(args_kwargs__args__1=str(first)).update(status=RUNNING)
        (last,) = released(world.bluff, here, text=f"{TEXT} again")
    assert waiting() == [*rest, last.id]


def test_a_post_goes_before_what_can_wait(world: World) -> None:
    with mastodon() as server:
        here = connected(world.bluff, server)
        DBTaskResult.objects.all().delete()
        publish_ledger.enqueue(str(world.bluff.department.id))
        (row,) = released(world.bluff, here)
        assert waiting() == [row.id, world.bluff.department.id]
        go(world.bluff, row)
    later = DBTaskResult.objects.filter(task_path__endswith=".send_release").order_by("enqueued_at").last()
    assert (later.args_kwargs["args"][1], later.priority) == (str(row.id), 0), "reading it again has time"

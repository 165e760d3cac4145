"""A worker that is killed loses nothing; what fails is tried again later, and parked after the fifth time."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from tests.desk.cast import Place, World
from tests.desk.jobs.sink import Sink

from postorders.desk.base import guard
from postorders.desk.jobs import daily, lease, schedule, worker
from postorders.desk.jobs.models import Lease, Notice
from postorders.desk.jobs.notify import notify
from postorders.desk.jobs.parked import parked, revive
from postorders.desk.jobs.tasks import send_notice
from postorders.desk.ledger.models import Payload

pytestmark = [pytest.mark.both, pytest.mark.django_db(transaction=True)]
Work = Callable[..., Any]


@pytest.fixture(autouse=True)
def idle(world: World) -> None:
    """Nothing waits in the queue but what a test puts there."""
    DBTaskResult.objects.all().delete()


def notices(place: Place, count: int) -> None:
    """That many notices to one member."""
    with place.within(), guard.doing("a test"):
        for number in range(count):
            notify(place.members["officer"], f"k{number}", f"Notice {number}", "", "you asked for it")


def until(condition: Callable[[], bool], seconds: float = 60) -> None:
    """Waits for something that another process does."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.05)


def unsent(place: Place) -> int:
    with place.within():
        return int(Notice.objects.filter(sent=None).count())


def mailed(place: Place) -> int:
    with place.within():
        return int(Payload.objects.filter(department=place.department, act="jobs.mail-notice").count())


def test_a_worker_killed_before_the_mail_went_out_loses_nothing_and_doubles_nothing(
    world: World, sink: Sink, work: Work
) -> None:
    notices(world.bluff, 4)
    sink.hold_before = True
    first = work("brief")
    assert sink.reached.wait(60)
    first.kill()
    first.wait()
    assert not sink.taken
    assert DBTaskResult.objects.filter(status="RUNNING").count() == 1
    sink.hold_before = False
    sink.open.set()
    second = work("brief")
    until(lambda: unsent(world.bluff) == 0)
    second.terminate()
    assert second.wait(60) == 0
    assert sorted(str(message["Subject"]) for _, message in sink.taken) == [f"Notice {n}" for n in range(4)]
    assert set(sink.ids().values()) == {1}
    assert mailed(world.bluff) == 4


def test_a_worker_killed_after_the_server_took_the_mail_sends_it_again_under_the_same_id(
    world: World, sink: Sink, work: Work
) -> None:
    """The one window in which a mail can come twice; the record of it is written once."""
    notices(world.bluff, 2)
    sink.hold_after = True
    first = work("brief")
    assert sink.reached.wait(60)
    first.kill()
    first.wait()
    sink.hold_after = False
    sink.open.set()
    second = work("brief")
    until(lambda: unsent(world.bluff) == 0)
    second.terminate()
    second.wait(60)
    assert sorted(sink.ids().values()) == [1, 2]
    assert mailed(world.bluff) == 2


def test_two_workers_share_the_queue_and_mail_each_notice_once(world: World, sink: Sink, work: Work) -> None:
    notices(world.bluff, 12)
    workers = [work("once"), work("once")]
    assert [one.wait(120) for one in workers] == [0, 0]
    assert (len(sink.ids()), set(sink.ids().values())) == (12, {1})
    assert unsent(world.bluff) == 0


def test_a_mail_server_that_is_away_for_a_while_costs_no_notice(world: World, sink: Sink, work: Work) -> None:
    notices(world.bluff, 1)
    sink.refuse = True
    assert work("once").wait(120) == 0
    with world.bluff.within():
        assert Notice.objects.get().failed == "the mail server said 451 Try again later"
    row = DBTaskResult.objects.get(task_path__endswith="send_notice")
    assert row.status == "READY"
    assert timedelta(0) < row.run_after - timezone.now() <= timedelta(minutes=1)
    sink.refuse = False
    DBTaskResult.objects.filter(id=row.id).update(run_after=timezone.now())
    assert work("once").wait(120) == 0
    assert len(sink.taken) == 1


def test_a_task_that_fails_five_times_is_parked_and_can_be_tried_again(world: World, settings: Any) -> None:
    settings.EMAIL_BACKEND = "tests.desk.jobs.nowhere.Backend"
    notices(world.bluff, 1)
    row = DBTaskResult.objects.get(task_path__endswith="send_notice")
    for tried in range(lease.MOST_TRIES):
        assert not parked(world.bluff.department.id), tried
        DBTaskResult.objects.filter(id=row.id).update(run_after=timezone.now())
        worker.main(once=True)
    (one,) = parked(world.bluff.department.id)
    assert (one.id, one.name, one.tries) == (row.id, "send_notice", 5)
    assert one.why == "ModuleNotFoundError: No module named 'tests.desk.jobs.nowhere'"
    assert revive(world.osage.department.id, one.id) is None
    assert revive(world.bluff.department.id, one.id) == "send_notice"
    assert DBTaskResult.objects.get(id=row.id).status == "READY"


def running(place: Place, **given: Any) -> DBTaskResult:
    """A task that a worker holds."""
    send_notice.enqueue(str(place.department.id), "00000000-0000-0000-0000-000000000000")
    row = DBTaskResult.objects.get()
    DBTaskResult.objects.update(status="RUNNING", started_at=timezone.now(), **given)
    return row


def test_a_task_whose_lease_ended_goes_back_into_the_queue(world: World) -> None:
    row = running(world.bluff)
    held = Lease.objects.create(task=row.id, worker="w", until=timezone.now() + timedelta(seconds=30))
    assert lease.sweep() == 0
    Lease.objects.filter(task=held.task).update(until=timezone.now() - timedelta(seconds=1))
    assert lease.sweep() == 1
    assert DBTaskResult.objects.get().status == "READY"
    assert lease.sweep() == 0


def test_a_task_that_was_taken_and_never_leased_goes_back_too(world: World) -> None:
    running(world.bluff)
    assert lease.sweep() == 0
    DBTaskResult.objects.update(started_at=timezone.now() - timedelta(seconds=lease.SECONDS + 1))
    assert lease.sweep() == 1


def test_a_task_that_kills_its_workers_is_parked(world: World) -> None:
    row = running(world.bluff)
    Lease.objects.create(task=row.id, worker="w", until=timezone.now() - timedelta(seconds=1), tries=4)
    lease.sweep()
    assert parked()[0].why == "The worker died 5 times while it did this."


def test_a_long_task_keeps_its_lease(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lease, "SECONDS", 0.3)
    row = running(world.bluff)
    with lease.held(row.id, "w"):
        first = Lease.objects.get(task=row.id).until
        until(lambda: Lease.objects.get(task=row.id).until > first)
        assert lease.sweep() == 0


def test_what_is_due_is_enqueued_once_however_many_look(world: World) -> None:
    now = timezone.now()
    assert schedule.enqueue_due(now) > 0
    assert schedule.enqueue_due(now) == 0
    count = {
        name: DBTaskResult.objects.filter(task_path__endswith=name).count() for name in ("publish_ledger", "daily")
    }
    assert count == {"publish_ledger": 2, "daily": 2 * len(daily.found())}
    schedule.enqueue_due(now + timedelta(days=2))
    assert DBTaskResult.objects.filter(task_path__endswith="daily").count() == 2 * count["daily"]


def test_a_day_of_the_desk_done_twice_does_nothing_twice(world: World, settings: Any, tmp_path: Any) -> None:
    from dataclasses import replace

    (tmp_path / "keys").mkdir()
    settings.CONFIG = replace(settings.CONFIG, folder=str(tmp_path), keys=str(tmp_path / "keys"))

    def acts() -> list[str]:
        with world.bluff.within():
            rows = Payload.objects.filter(department=world.bluff.department).order_by("index")
            return [act for act in rows.values_list("act", flat=True) if act != "ledger.publish"]

    worker.main(once=True)
    before = acts()
    Lease.objects.filter(worker=schedule.OWNER).update(until=timezone.now())
    worker.main(once=True)
    assert acts() == before
    assert not parked()


def test_a_part_brings_its_daily_work_in_a_file_of_its_own() -> None:
    names = daily.found()
    assert {"ledger.reach_backups", "permissions.escalate_due", "permissions.notices_due"} <= set(names)

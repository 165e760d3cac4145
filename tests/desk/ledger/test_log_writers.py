"""Many writers, refused acts, and processes that are killed leave a ledger without a fork, a gap or an orphan."""

from __future__ import annotations

import json
import random
import threading
import time

import pytest
from django.db import connection
from tests.desk.cast import Place, World
from tests.desk.ledger import desks

from postorders.desk.base import scope
from postorders.desk.base.act import Refused
from postorders.desk.base.person import machine
from postorders.desk.ledger.models import Entry, Log, Payload
from postorders.desk.people.acts import add_unit
from postorders.desk.people.models import Unit
from postorders.ledger.tree import Frontier, leaf_hash

pytestmark = pytest.mark.both


def holds(place: Place) -> int:
    """Checks that the log is whole, and returns its size."""
    frontier = Frontier()
    rows = Entry.objects.filter(department=place.department).order_by("index")
    for number, entry in enumerate(rows):
        assert entry.index == number
        frontier = frontier.append(leaf_hash(bytes(entry.leaf)))
    log = Log.objects.get(department=place.department)
    assert (log.size, bytes(log.frontier)) == (frontier.size, frontier.to_bytes())
    assert Payload.objects.filter(department=place.department).count() == frontier.size
    return frontier.size


@pytest.mark.django_db(transaction=True)
def test_threads_that_act_at_once_queue_up_for_the_log(world: World) -> None:
    place, wrong = world.bluff, []

    def work(name: int) -> None:
        try:
            with place.within():
                for number in range(10):
                    add_unit(machine(), f"{name}/{number}")
                    with pytest.raises(Refused):
                        add_unit(machine(), f"{name}/{number}")
        except BaseException as error:
            wrong.append(error)
        finally:
            connection.close()

    with place.within():
        before = holds(place)
    threads = [threading.Thread(target=work, args=(name,)) for name in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    with place.within():
        assert holds(place) == before + 60
        assert Unit.objects.filter(name__contains="/").count() == 60


@pytest.mark.django_db(transaction=True)
def test_an_act_that_is_rolled_back_leaves_no_entry(world: World) -> None:
    from django.db import transaction

    with world.bluff.within():
        before = holds(world.bluff)
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            add_unit(machine(), "Traffic")
            raise ZeroDivisionError
        assert holds(world.bluff) == before
        assert not Unit.objects.filter(name="Traffic").exists()


def test_an_entry_without_a_department_is_refused(world: World) -> None:
    from postorders.desk.base import guard
    from postorders.desk.ledger.log import append

    with pytest.raises(scope.NoDepartment), guard.doing("a test"):
        append({"act": "x", "actor": "1", "about": "", "at": "2026-01-01T00:00:00+00:00"})
    with world.bluff.within(), pytest.raises(guard.OutsideAct):
        append({"act": "x", "actor": "1", "about": "", "at": "2026-01-01T00:00:00+00:00"})


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> desks.Desk:
    """A desk that processes act on."""
    return desks.desk(tmp_path_factory.mktemp("own") / "desk")


def test_processes_that_act_at_once_keep_one_history(desk: desks.Desk) -> None:
    processes = [desk.start("act", seed, 20) for seed in (1, 2, 3)]
    done: set[str] = set()
    for process in processes:
        with process:
            done |= set(process.communicate(timeout=300)[0].splitlines()[1:])
        assert process.returncode == 0
    assert len(done) == 60
    found = desk.look()
    assert (found["problems"], set(found["done"]), found["size"]) == ([], done, 61)


def killed(desk: desks.Desk, seed: int) -> tuple[dict[str, object], set[str]]:
    """Starts a process that acts, kills it at a moment that the seed says, and returns what it found and did."""
    with desk.start("act", seed, 100_000) as process:
        assert process.stdout is not None
        found = json.loads(process.stdout.readline())
        time.sleep(random.Random(seed).uniform(0.02, 0.6))
        process.kill()
        done = process.stdout.read()
    return found, set(done[: done.rfind("\n") + 1].splitlines())


def survives(desk: desks.Desk, seeds: range) -> None:
    done: set[str] = set()
    for seed in seeds:
        found, new = killed(desk, seed)
        assert found["problems"] == []
        assert done <= set(found["done"])  # type: ignore[call-overload]
        done |= new
    found = desk.look()
    assert found["problems"] == []
    assert done <= set(found["done"])
    assert len(done) > len(seeds)


def test_what_was_acknowledged_before_a_kill_is_in_the_ledger(desk: desks.Desk) -> None:
    survives(desk, range(101, 106))


@pytest.mark.slow
def test_what_was_acknowledged_before_fifty_kills_is_in_the_ledger(desk: desks.Desk) -> None:
    survives(desk, range(201, 251))

"""A worker may be killed at any point of sending, and two may come for the same post: it goes out once and is kept."""

from __future__ import annotations

import os
import random
import signal
import sys
import threading
import time
from datetime import timedelta
from types import FrameType
from typing import Any

import pytest
from django.db import connections
from tests.desk.cast import Place, World
from tests.desk.release import scene
from tests.desk.release.scene import Forgetful, Keyless, connected, mastodon, released

from postorders.desk.ledger.models import Entry, Log
from postorders.desk.release import sending, tries
from postorders.desk.release.models import Release, Stands
from postorders.platforms import wire

pytestmark = [pytest.mark.both, pytest.mark.django_db(transaction=True)]
LONG = "\n\n".join(f"Part {n}. " + "The road stays closed for repairs to the main. " * 9 for n in range(1, 4))
OURS = ("postorders/desk/release", "postorders/desk/base", "postorders/platforms", "urllib3")
HOLD, KILLS = timedelta(milliseconds=400), 8
STEPS = 3000  # calls and returns of ours, somewhat fewer than one whole sending takes
SEEDS = [*range(5), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(5, 205))]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Holds and waits that a test can wait for."""
    monkeypatch.setattr(tries, "HOLD", HOLD)
    monkeypatch.setattr(tries, "LOOKS", (timedelta(0),) * 3)
    monkeypatch.setattr(sending, "WAITS", (timedelta(0),))


def worker(place: Place, row: Release, kill_after: int = 0) -> int:
    """A process of its own that does what is due; it is killed after so many steps of ours, or ends by itself."""
    connections.close_all()
    wire._pool.clear()
    if child := os.fork():
        return child
    try:
        if kill_after:
            sys.setprofile(_killer(kill_after))
        with place.within():
            sending.go(row.id)
    finally:
        os._exit(0)


def _killer(left: int) -> Any:
    def step(frame: FrameType, event: str, arg: object) -> None:
        nonlocal left
        if event in ("call", "return") and any(part in frame.f_code.co_filename for part in OURS):
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)

    return step


def ended(child: int) -> bool:
    """Waits for a process; whether it was killed."""
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def settled(place: Place, row: Release) -> Release:
    """Workers come until nothing is left to do."""
    for _turn in range(30):
        found = scene.fresh(row)
        if found.state in ("read-back", "failed", "differs"):
            return found
        ended(worker(place, row))
        time.sleep(HOLD.total_seconds())
    raise AssertionError(f"It is {found.state}: {found.why}")


def whole(place: Place, row: Release, server: Forgetful) -> None:
    """It stands once, piece by piece, each captured, and each act is on record once."""
    assert (row.state, row.why) == ("read-back", "")
    pieces = [piece["text"] for piece in row.rendering["pieces"]]
    posts = sorted(server.posts.values(), key=lambda post: int(post.id))
    assert [post.text for post in posts] == pieces
    acts = scene.acts_of(place, row.about)
    assert [acts.count(name) for name in ("release.sent", "release.read-back", "release.placed")] == [1, 1, len(pieces)]
    assert acts.count("release.try") == row.tries
    with place.within():
        rows = list(Stands.objects.filter(release=row))
        log = Log.objects.get(department=place.department)
        assert log.size == Entry.objects.filter(department=place.department).count()
    assert [one.place for one in rows] == [post.id for post in posts]
    assert all(one.capture_id and one.same for one in rows), "no post without its capture"


@pytest.mark.parametrize("seed", SEEDS)
def test_a_worker_killed_anywhere_doubles_nothing_and_loses_nothing(world: World, seed: int) -> None:
    chance, killed = random.Random(seed), 0
    with mastodon(Forgetful(), Keyless(pause=0.01)) as server:
        (row,) = released(world.bluff, connected(world.bluff, server), text=LONG)
        server.lag = chance.choice([0, 0, 2])
        for _turn in range(KILLS):
            after = chance.choice([chance.randint(1, STEPS), int(STEPS ** chance.uniform(0.1, 1))])
            killed += ended(worker(world.bluff, row, after))
            time.sleep(HOLD.total_seconds())
        row = settled(world.bluff, row)
        whole(world.bluff, row, server)
    assert killed, "no worker was killed"


def test_of_two_workers_at_once_one_sends(world: World) -> None:
    with mastodon(Forgetful(), Keyless(pause=0.01)) as server:
        (row,) = released(world.bluff, connected(world.bluff, server), text=LONG)
        pair = [worker(world.bluff, row) for _number in range(2)]
        assert [ended(child) for child in pair] == [False, False]
        row = settled(world.bluff, row)
        whole(world.bluff, row, server)
        assert row.tries == 1


def test_the_same_task_delivered_again_does_nothing(world: World) -> None:
    with mastodon(Forgetful(), Keyless(pause=0.01)) as server:
        (row,) = released(world.bluff, connected(world.bluff, server))
        before = settled(world.bluff, row)
        acts = scene.acts_of(world.bluff, row.about)
        for _again in range(3):
            assert not ended(worker(world.bluff, row))
        whole(world.bluff, scene.fresh(row), server)
        assert (scene.acts_of(world.bluff, row.about), scene.fresh(row).next_try) == (acts, before.next_try)


class Slow(Forgetful):
    """A server that takes a post and answers when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.taken, self.open = threading.Event(), threading.Event()

    def answer(self, asked: Any) -> Any:
        reply = super().answer(asked)
        if asked.method == "POST" and asked.path == "/api/v1/statuses":
            self.taken.set()
            assert self.open.wait(120)
        return reply


def test_a_slow_answer_keeps_its_hold(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    hold, server = timedelta(seconds=3), Slow()
    monkeypatch.setattr(tries, "HOLD", hold)
    with mastodon(server, Keyless(pause=0.01, patience=1)):
        (row,) = released(world.bluff, connected(world.bluff, server))
        first = worker(world.bluff, row)
        assert server.taken.wait(120)
        before = scene.fresh(row).held_until
        time.sleep(2 * hold.total_seconds())
        assert not ended(worker(world.bluff, row))
        found = scene.fresh(row)
        assert (found.state, found.tries) == ("sending", 1), "its worker is alive, and nobody takes it"
        assert found.held_until > before
        server.open.set()
        assert not ended(first)
        whole(world.bluff, settled(world.bluff, row), server)

"""A worker may be killed at any point of sending, and two may come for the same post: it goes out once and is kept."""

from __future__ import annotations

import os
import random
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from types import FrameType
from typing import Any

import pytest
from django.db import connections
from tests.desk.cast import Place, World
from tests.desk.release import scene
from tests.desk.release.everywhere import stage
from tests.desk.release.scene import Forgetful, Keyless, connected, mastodon, released

from postorders.desk.ledger.models import Entry, Log
from postorders.desk.release import acts, sending, tries
from postorders.desk.release.models import Release, Stands
from postorders.platforms import wire

pytestmark = [pytest.mark.both, pytest.mark.django_db(transaction=True)]
LONG = "\n\n".join(f"Part {n}. " + "The road stays closed for repairs to the main. " * 9 for n in range(1, 4))
OURS = ("postorders/desk/release", "postorders/desk/base", "postorders/platforms", "urllib3")
HOLD, KILLS, FEW = timedelta(milliseconds=400), 8, 5  # FEW in the runs of every day
STEPS = 3000  # calls and returns of ours, somewhat fewer than one whole sending takes
NAMES = ("mastodon", "bluesky")  # in turn
SEEDS = [
    pytest.param(NAMES[seed % 2], seed, marks=[pytest.mark.slow] if seed >= 5 else []) for seed in range(205)
]  # fmt: skip


@dataclass
class There:
    """A server that knows nothing of the desk's keys or gives each post its own, a connected account, and what stands
    on it by its place."""

    server: Any
    site: Any

    @property
    def posts(self) -> dict[str, str]:
        if hasattr(self.server, "posts"):
            return {one.id: one.text for one in self.server.posts.values()}
        (account,) = self.server.accounts.values()
        return {f"at://{account.did}/{kind}/{key}": one["text"] for (kind, key), one in account.records.items()}


@contextmanager
def there(place: Place, name: str, server: Any = None, publisher: Any = None) -> Iterator[There]:
    """An account on a platform. Mastodon makes a post of each request here, so that only looking keeps it to one."""
    if name == "mastodon":
        with mastodon(server or Forgetful(), publisher or Keyless(pause=0.01)) as one:
            yield There(one, connected(place, one))
    else:
        with stage(place, name) as found:
            yield There(found.server, found.site)


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
        if found.state == "failed" and "It was tried" in found.why:
            acts.retry(place.as_("pio"), found)  # so many workers died that a person was asked
        elif found.state in ("read-back", "failed", "differs"):
            return found
        ended(worker(place, row))
        time.sleep(HOLD.total_seconds() / 4)
    raise AssertionError(f"It is {found.state}: {found.why}")


def whole(place: Place, row: Release, there_: There) -> None:
    """It stands once, piece by piece, each captured, and each act is on record once."""
    assert (row.state, row.why) == ("read-back", "")
    pieces = [piece["text"] for piece in row.rendering["pieces"]]
    posts = there_.posts
    assert sorted(posts.values()) == sorted(pieces)
    done = scene.acts_of(place, row.about)
    assert [done.count(name) for name in ("release.sent", "release.read-back", "release.placed")] == [1, 1, len(pieces)]
    assert done.count("release.try") == row.tries
    with place.within():
        rows = list(Stands.objects.filter(release=row))
        log = Log.objects.get(department=place.department)
        assert log.size == Entry.objects.filter(department=place.department).count()
    assert [posts[one.place] for one in rows] == pieces
    assert all(one.capture_id and one.same for one in rows), "no post without its capture"


@pytest.mark.parametrize(("name", "seed"), SEEDS)
def test_a_worker_killed_anywhere_doubles_nothing_and_loses_nothing(world: World, name: str, seed: int) -> None:
    chance, killed = random.Random(seed), 0
    with there(world.bluff, name) as one:
        (row,) = released(world.bluff, one.site, text=LONG)
        one.server.lag = chance.choice([0, 0, 2])
        for _turn in range(KILLS if seed >= 5 else FEW):
            after = chance.choice([chance.randint(1, STEPS), int(STEPS ** chance.uniform(0.1, 1))])
            if ended(worker(world.bluff, row, after)):
                killed += 1
                time.sleep(HOLD.total_seconds())
        row = settled(world.bluff, row)
        whole(world.bluff, row, one)
    assert killed, "no worker was killed"


@pytest.mark.parametrize("name", NAMES)
def test_of_two_workers_at_once_one_sends(world: World, name: str) -> None:
    with there(world.bluff, name) as one:
        (row,) = released(world.bluff, one.site, text=LONG)
        pair = [worker(world.bluff, row) for _number in range(2)]
        assert [ended(child) for child in pair] == [False, False]
        row = settled(world.bluff, row)
        whole(world.bluff, row, one)
        assert row.tries == 1


def test_the_same_task_delivered_again_does_nothing(world: World) -> None:
    with there(world.bluff, "mastodon") as one:
        (row,) = released(world.bluff, one.site)
        before = settled(world.bluff, row)
        done = scene.acts_of(world.bluff, row.about)
        for _again in range(3):
            assert not ended(worker(world.bluff, row))
        whole(world.bluff, scene.fresh(row), one)
        assert (scene.acts_of(world.bluff, row.about), scene.fresh(row).next_try) == (done, before.next_try)


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
    with there(world.bluff, "mastodon", server, Keyless(pause=0.01, patience=1)) as one:
        (row,) = released(world.bluff, one.site)
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
        whole(world.bluff, settled(world.bluff, row), one)

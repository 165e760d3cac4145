"""From "release" to the post read back, on the real Bluesky network on loopback: how much of the time is ours.

`python -m benchmarks.release` measures both databases; `--database sqlite --runs 100` one, in this process. In turns
with each release the same post is made and read by urllib3 alone. `make networks` brings the network. The network
runs on the same cores as the desk.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import urllib3

from benchmarks import host

RUNS, WARM, WAITS = 100, 5, 40
NAME = "fg-bench"


class Wire:
    """Counts what the desk spends in requests: from the call of the HTTP library to the last byte of the answer."""

    def __init__(self) -> None:
        self.seconds, self.queued, self.requests = 0.0, 0.0, 0

    def start(self) -> None:
        """Measures every request from now on."""
        from postorders.platforms import wire

        pool, read = wire._pool.request, wire._read
        wire._pool.request = self._timed(pool, True)  # type: ignore[method-assign]
        wire._read = self._timed(read, False)

    def taken(self) -> tuple[float, float, int]:
        """Seconds, those of them in line for a core, and requests since the last time it was asked."""
        found = self.seconds, self.queued, self.requests
        self.seconds, self.queued, self.requests = 0.0, 0.0, 0
        return found

    def _timed(self, function: Any, counts: bool) -> Any:
        def timed(*args: Any, **kwargs: Any) -> Any:
            began, queued = time.perf_counter(), host.queued()
            try:
                return function(*args, **kwargs)
            finally:
                self.seconds += time.perf_counter() - began
                self.queued += host.queued() - queued
                self.requests += counts

        return timed


def measure() -> dict[str, Any]:
    """Both databases, each in a process of its own."""
    return {name: host.apart("benchmarks.release", "--database", name) for name in host.DATABASES}


def one(database: str, runs: int) -> dict[str, Any]:
    """One database, in this process."""
    from tests.networks import bluesky

    folder = host.desk(database)
    network, process, files = bluesky.start()
    try:
        place, site, bare = _connected(network)
        before = host.load()
        found = _releases(place, site, bare, runs)
        with _worker(folder):
            found["with_a_worker_ms"] = host.figures(_waited(place, site, WAITS))
        return {"database": database, "runs": runs, "load": [before, host.load()], **found}
    finally:
        bluesky.stop(process, files)


def _connected(network: Any) -> tuple[Any, Any, Any]:
    """A department whose account on the network is connected as people do it, and a bare client of the same account."""
    from tests.networks.web import post

    from postorders.desk.base import scope
    from postorders.desk.connect import flow

    someone = network.join(NAME)
    made = post(f"{network.pds}/xrpc/com.atproto.server.createAppPassword", {"name": "desk"}, someone.token)
    place = host.department(0)
    with scope.within(place.id):
        person, session = host.member("2"), dict[str, Any]()
        site = host.account(f"https://bsky.app/profile/{someone.handle}")
        flow.start(person, site, network.pds, "http://localhost:8471/desk/connect/answer", session)
        flow.finish(person, site, {"handle": someone.handle, "password": made["password"]}, session)
    return place, site, Bare(network.pds, someone)


class Bare:
    """Makes a post and reads it, with urllib3 and nothing else."""

    def __init__(self, server: str, someone: Any) -> None:
        self.server, self.did = f"{server}/xrpc/com.atproto.repo.", someone.did
        self.headers = {"Authorization": f"Bearer {someone.token}", "Content-Type": "application/json"}
        self.pool = urllib3.PoolManager(retries=False)

    def once(self, number: int) -> float:
        """Seconds of createRecord and getRecord."""
        record = {"$type": "app.bsky.feed.post", "text": host.WORDS.format(number=number)}
        said = {"repo": self.did, "collection": "app.bsky.feed.post"}
        sent = json.dumps({**said, "record": {**record, "createdAt": "2026-11-22T12:00:00Z"}}).encode()
        began = time.perf_counter()
        made = self.pool.request("POST", f"{self.server}createRecord", body=sent, headers=self.headers)
        key = json.loads(made.data).get("uri", "").rpartition("/")[2]
        query = f"repo={self.did}&collection=app.bsky.feed.post&rkey={key}"
        read = self.pool.request("GET", f"{self.server}getRecord?{query}")
        ended = time.perf_counter()
        if (made.status, read.status) != (200, 200):
            raise SystemExit(f"The network did not take the bare post: {made.data!r}")
        return ended - began


def _releases(place: Any, site: Any, bare: Bare, runs: int) -> dict[str, Any]:
    """Releases and bare posts in turns. The worker is the real one, its loop run in this process."""
    from postorders.desk.base import scope
    from postorders.desk.jobs.worker import Loop

    loop, wire = Loop(), Wire()
    wire.start()
    rows: list[dict[str, float]] = []
    for number in range(WARM + runs):
        with scope.within(place.id):
            person, begun = host.member("2"), None
            begun = host.draft(person, site, number)
        while loop.round():
            pass
        rows.append(_timed(place, begun, loop, wire))
        rows[-1]["bare"] = bare.once(number)
    return _told(rows[WARM:])


def _timed(place: Any, begun: Any, loop: Any, wire: Wire) -> dict[str, float]:
    from postorders.desk.base import scope
    from postorders.desk.release import acts

    with scope.within(place.id):
        person = host.member("2")
    wire.taken()
    queued, cpu, began = host.queued(), time.process_time(), time.perf_counter()
    with scope.within(place.id):
        (row,) = acts.intend(person, begun, "department", "on")
    pressed = time.perf_counter()
    loop.round()
    ended, cpu = time.perf_counter(), time.process_time() - cpu
    (network, away, requests), queued = wire.taken(), host.queued() - queued
    _need_read_back(place, row)
    total = ended - began
    return {
        "total": total, "network": network, "own": total - network, "own_unqueued": total - network - (queued - away),
        "press": pressed - began, "work": ended - pressed - network, "cpu": cpu, "requests": requests,
    }  # fmt: skip


def _need_read_back(place: Any, row: Any) -> None:
    if (state := _state(place, row)) != "read-back":
        raise SystemExit(f"Release {row.number} is {state}, and was to be read back.")


def _state(place: Any, row: Any) -> str:
    from postorders.desk.base import scope
    from postorders.desk.release.models import Release

    with scope.within(place.id):
        return str(Release.objects.values_list("state", flat=True).get(id=row.id))


def _told(rows: list[dict[str, float]]) -> dict[str, Any]:
    def ratio(of: str, to: str) -> float:
        return round(sum(row[of] for row in rows) / sum(row[to] for row in rows), 2)

    names = ("total", "own", "own_unqueued", "press", "work", "cpu", "network", "bare")
    return {
        **{f"{name}_ms": host.figures([row[name] for row in rows]) for name in names},
        "requests": sum(row["requests"] for row in rows) / len(rows),
        "own_to_network": ratio("own", "network"),
        "total_to_bare": ratio("total", "bare"),
    }


@contextmanager
def _worker(folder: Any) -> Iterator[None]:
    """The desk's own command, in a process of its own."""
    from django.conf import settings

    from postorders.desk.operate.run import environment, worker_command

    process = subprocess.Popen(worker_command(settings.CONFIG), env=environment(settings.CONFIG))
    try:
        time.sleep(5)  # until it has started, and done what it does first
        yield
    finally:
        process.terminate()
        process.wait(30)


def _waited(place: Any, site: Any, runs: int) -> list[float]:
    """Seconds from the press until a person sees it read back, at moments that have nothing to do with the worker's."""
    from postorders.desk.base import scope
    from postorders.desk.release import acts

    chance, found = random.Random(7), []
    for number in range(runs):
        with scope.within(place.id):
            person = host.member("2")
            begun = host.draft(person, site, 10_000 + number)
        time.sleep(chance.random())
        began = time.perf_counter()
        with scope.within(place.id):
            (row,) = acts.intend(person, begun, "department", "on")
        while (state := _state(place, row)) not in ("read-back", "failed"):
            time.sleep(0.005)
        found.append(time.perf_counter() - began)
        if state == "failed":
            raise SystemExit(f"Release {row.number} failed.")
    return found


def main() -> None:
    """Prints the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=host.DATABASES)
    parser.add_argument("--runs", type=int, default=RUNS)
    given = parser.parse_args()
    print(json.dumps(one(given.database, given.runs) if given.database else measure()))


if __name__ == "__main__":
    main()

"""Many departments release at once: how long until all is out, and whether anyone waits for the one that has the most.

`python -m benchmarks.departments` measures both databases; `--database sqlite --departments 200 --many 100` one.
Two workers of the desk, each its own command, do what waits. The platform is the Mastodon server of the tests, in a
process of its own on the same cores. The desk is loaded the worst way for the others: whoever has the most comes first.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from typing import Any

from benchmarks import host

DEPARTMENTS, MANY, WORKERS = 200, 100, 2
MOST_SECONDS = 900
SCOPES = ("profile", "read:statuses", "write:statuses", "write:media")


def measure() -> dict[str, Any]:
    """Both databases, each in a process of its own."""
    return {name: host.apart("benchmarks.departments", "--database", name) for name in host.DATABASES}


def one(database: str, departments: int, many: int) -> dict[str, Any]:
    """One database: released at once, then as many scheduled for one moment."""
    host.desk(database)
    began = time.perf_counter()
    with _platform(departments + 1) as (base, tokens, count):
        places = [_department(number, base, token) for number, token in enumerate(tokens)]
        _caught_up()
        print(f"{database}: founded in {time.perf_counter() - began:.0f} s", file=sys.stderr)
        found = {}
        for name in ("at_once", "scheduled"):
            _released(places, many, name == "scheduled")
            found[name] = {"load": host.load(), **_worked(places, departments + many)}
        posts = count()
    if posts != 2 * (departments + many):
        raise SystemExit(f"The platform has {posts} posts of {2 * (departments + many)}.")
    return {"database": database, "departments": departments, "many": many, "workers": WORKERS, **found}


@contextmanager
def _platform(accounts: int) -> Iterator[tuple[str, list[str], Any]]:
    """The server in a process of its own: its origin, a token for each account, what ends it and counts its posts."""
    command = [sys.executable, "-m", "benchmarks.departments", "--serve", str(accounts)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=host.ROOT)
    assert process.stdin and process.stdout
    ready = json.loads(process.stdout.readline())

    def count() -> int:
        process.stdin.close()  # type: ignore[union-attr]
        return int(process.stdout.readline())  # type: ignore[union-attr]

    try:
        yield ready["base"], ready["tokens"], count
    finally:
        process.stdin.close()
        process.wait(30)


def serve(accounts: int) -> None:
    """Serves until the input ends, then says how many posts there are."""
    import socketserver

    from tests.platforms.contract.mastodon import MastodonServer
    from tests.platforms.contract.server import serving

    socketserver.StreamRequestHandler.disable_nagle_algorithm = True  # else each answer may wait 40 ms for the next ACK
    server = MastodonServer()
    server.names = {str(1000 + number): f"bench{number}" for number in range(accounts)}
    tokens = [server.admit(" ".join(SCOPES), name) for name in server.names]
    with serving(server):
        print(json.dumps({"base": server.base, "tokens": tokens}), flush=True)
        sys.stdin.read()
        print(len(server.posts), flush=True)


def _department(number: int, base: str, token: str) -> tuple[Any, Any]:
    """A department and its account, its key sealed as after connecting."""
    from postorders.desk.base import scope
    from postorders.desk.connect import acts
    from postorders.platforms.publisher import Opened

    place = host.department(number)
    with scope.within(place.id):
        site = host.account(f"https://social.example/@bench{number}")
        opened = Opened({"access_token": token}, f"bench{number}", str(1000 + number), "", SCOPES)
        acts.finish(host.member("2"), site, opened, base)
    return place, site


def _caught_up() -> None:
    """What a desk does once a day is done for today."""
    from django_tasks_db.models import DBTaskResult

    from postorders.desk.jobs import schedule

    schedule.enqueue_due()
    DBTaskResult.objects.all().delete()


def _released(places: list[tuple[Any, Any]], many: int, later: bool) -> None:
    """The first department releases so many posts, then each other department one; or all for the same moment."""
    from django.utils import timezone

    from postorders.desk.base import guard, scope
    from postorders.desk.drafts.models import Draft
    from postorders.desk.jobs.models import Lease
    from postorders.desk.release import acts
    from postorders.desk.release.models import Release

    hour = timezone.now() + timedelta(hours=1)
    for place, site in places:
        with scope.within(place.id):
            person = host.member("2")
            for number in range(many if place is places[0][0] else 1):
                draft = host.draft(person, site, number)
                if later:
                    with guard.lifted("seeding a benchmark"):
                        Draft.objects.filter(id=draft.id).update(scheduled=hour)
                acts.intend(person, draft, "department", "on")
    for place, _site in places if later else ():
        with scope.within(place.id), guard.lifted("the hour has come, for a benchmark"):
            Release.objects.filter(state="intended").update(due=timezone.now(), next_try=timezone.now())
    Lease.objects.filter(worker="(schedule)").update(until=hour)
    if later:
        _next_round()


def _next_round() -> None:
    """The workers look at once for what is due, as they do each minute."""
    from django.utils import timezone

    from postorders.desk.jobs import schedule
    from postorders.desk.jobs.models import Lease

    Lease.objects.filter(task=schedule._row(schedule.SEND)).update(until=timezone.now())


def _worked(places: list[tuple[Any, Any]], posts: int) -> dict[str, Any]:
    """Lets the workers do what waits, and tells how long whom it took."""
    from django.conf import settings

    from postorders.desk.operate.run import environment, worker_command

    given = environment(settings.CONFIG)
    with ExitStack() as stack:
        for _number in range(WORKERS):
            process = subprocess.Popen(worker_command(settings.CONFIG), env=given)
            stack.callback(process.wait, 60)
            stack.callback(process.terminate)
        end = time.monotonic() + MOST_SECONDS
        while (left := sum(_open(place) for place, _site in places)) and time.monotonic() < end:
            time.sleep(1)
    if left:
        raise SystemExit(f"{left} of {posts} posts were not read back within {MOST_SECONDS} seconds.")
    return _told(places, posts)


def _open(place: Any) -> int:
    from postorders.desk.base import scope
    from postorders.desk.release.models import Release

    with scope.within(place.id):
        return int(Release.objects.filter(state__in=("intended", "sending", "sent", "unsure")).count())


def _told(places: list[tuple[Any, Any]], posts: int) -> dict[str, Any]:
    """Seconds from the first request until each post stood there; who stood there when."""
    from postorders.desk.base import scope
    from postorders.desk.release.models import Release, Stands

    begun, out, done = [], [], []
    for place, _site in places:
        with scope.within(place.id):
            ids = list(Release.objects.order_by("-number").values_list("id", flat=True))[: posts - len(places) + 1]
            rows = ids if place is places[0][0] else ids[:1]
            begun += Release.objects.filter(id__in=rows).values_list("first_tried", flat=True)
            stands = Stands.objects.filter(release__in=rows).values_list("sent", "read")
            out += [(sent, place.id) for sent, _read in stands]
            done += [read for _sent, read in stands]
    first, big = min(begun), places[0][0].id
    order = [who for _at, who in sorted(out)]
    waits = [(at - first).total_seconds() for at, who in out if who != big]
    took = (max(at for at, _who in out) - first).total_seconds()
    last = max(at for at, number in enumerate(order) if number != big)
    return {
        "posts": len(out),
        "all_out_s": round(took, 1),
        "all_read_back_s": round((max(done) - first).total_seconds(), 1),
        "posts_per_second": round(len(out) / took, 1),
        "single_wait_s": {
            "median": round(statistics.median(waits), 1),
            "p95": round(host.percentile(waits), 1),
            "most": round(max(waits), 1),
        },
        "of_the_many_before_the_first_single": order.index(next(who for who in order if who != big)),
        "of_the_many_before_the_last_single": sum(who == big for who in order[:last]),
    }


def main() -> None:
    """Prints the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=host.DATABASES)
    parser.add_argument("--departments", type=int, default=DEPARTMENTS)
    parser.add_argument("--many", type=int, default=MANY)
    parser.add_argument("--serve", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.serve:
        serve(given.serve)
    else:
        print(json.dumps(one(given.database, given.departments, given.many) if given.database else measure()))


if __name__ == "__main__":
    main()

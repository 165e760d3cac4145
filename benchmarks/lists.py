"""The pages that list posts, for a department with fifty thousand of them: drafts, the month, what was released.

`python -m benchmarks.lists` measures both databases; `--database sqlite --posts 50000` one, in this process. The posts
are spread over ten years. A page is asked for of Django's own handler, without a server around it.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from datetime import timedelta
from itertools import islice
from typing import Any

from benchmarks import host

POSTS, REQUESTS, WARM, SITES = 50_000, 200, 5, 4
DAYS = 3650
OF_OFFICER = 10  # one post in so many is by somebody who reads only the own
BATCH = 1000
POSTER, OFFICER = "2", "3"
PAGES = (
    ("drafts", POSTER, "/desk/posts/"),
    ("drafts, last page", POSTER, "/desk/posts/?page=last"),
    ("drafts, one state", POSTER, "/desk/posts/?state=released"),
    ("drafts of one author", OFFICER, "/desk/posts/"),
    ("calendar", POSTER, "/desk/posts/calendar/"),
    ("calendar of one author", OFFICER, "/desk/posts/calendar/"),
    ("released", POSTER, "/desk/posts/releases/"),
    ("released, last page", POSTER, "/desk/posts/releases/?before=40"),
    ("released, one account", POSTER, "/desk/posts/releases/?site=2"),
    ("released by one author", OFFICER, "/desk/posts/releases/"),
)


def measure() -> dict[str, Any]:
    """Both databases, each in a process of its own."""
    return {name: host.apart("benchmarks.lists", "--database", name) for name in host.DATABASES}


def one(database: str, posts: int) -> dict[str, Any]:
    """One database, in this process."""
    host.desk(database)
    began = time.perf_counter()
    place = _seed(posts)
    print(f"{database}: seeded in {time.perf_counter() - began:.0f} s", file=sys.stderr)
    before = host.load()
    clients = {number: _client(place, number) for number in (POSTER, OFFICER)}
    pages = [{"page": name, **_asked(clients[who], path)} for name, who, path in PAGES]
    return {
        "database": database,
        "posts": posts,
        "requests": REQUESTS,
        "load": [before, host.load()],
        "month": _of_month(place),
        "pages": pages,
    }


def _of_month(place: Any) -> int:
    """How many posts the calendar of this month shows."""
    from django.utils import timezone

    from postorders.desk.base import scope
    from postorders.desk.drafts.models import Draft

    first = timezone.now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    with scope.within(place.id):
        return int(Draft.objects.filter(scheduled__gte=first).count())


def _client(place: Any, number: str) -> Any:
    """A browser in which this member has signed in."""
    from django.test import Client

    from postorders.desk.base import guard, scope
    from postorders.desk.people.models import Member
    from postorders.desk.signin.models import Account

    with scope.within(place.id), guard.lifted("seeding a benchmark"):
        who = Member.objects.get(number=number)
        given = {"email": f"m{number}@bench.example", "department": place, "member": who, "password": "!"}
        account = Account.objects.create(**given)
    client = Client(SERVER_NAME="localhost", SERVER_PORT="8471")
    client.force_login(account)
    return client


def _asked(client: Any, path: str) -> dict[str, Any]:
    """Times and size of a page, and what it asked the database on its last request."""
    from django.db import connection

    seconds, unqueued, asked = [], [], []

    def count(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        asked.append(sql)
        return execute(sql, params, many, context)

    for _number in range(WARM + REQUESTS):
        queued, began = host.queued(), time.perf_counter()
        answer = client.get(path)
        seconds.append(time.perf_counter() - began)
        unqueued.append(seconds[-1] - (host.queued() - queued))
        if answer.status_code != 200:
            raise SystemExit(f"{path} answered {answer.status_code}.")
    with connection.execute_wrapper(count):
        cpu = time.process_time()
        client.get(path)
        cpu = time.process_time() - cpu
    size = round(len(answer.content) / 1024)
    times = {"ms": host.figures(seconds[WARM:]), "unqueued_ms": host.figures(unqueued[WARM:])}
    return {**times, "cpu_ms": round(cpu * 1000, 1), "queries": len(asked), "kib": size}


def _seed(posts: int) -> Any:
    """A department that has posted so much, each post like one that was really released."""
    from django.db import connection

    from postorders.desk.base import guard, scope

    place = host.department(0)
    with scope.within(place.id):
        sites = [host.account(f"https://social.example/@bench{number}", number) for number in range(1, SITES + 1)]
        model = _model(sites[0])
        with guard.lifted("seeding a benchmark"):
            numbers = iter(range(2, posts + 1))
            while batch := list(islice(numbers, BATCH)):
                _posts(model, sites, batch, posts)
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("ANALYZE")  # as its own housekeeping does within a minute
    return place


def _model(site: Any) -> Any:
    """A release as the gate lets it through; nobody sends it."""
    from postorders.desk.connect import acts as connect
    from postorders.desk.release import acts
    from postorders.platforms.publisher import Opened

    person = host.member(POSTER)
    opened = Opened({"access_token": "invented"}, "bench1", "1", "", ("write:statuses",))
    connect.finish(person, site, opened, "http://127.0.0.1:9")
    (row,) = acts.intend(person, host.draft(person, site, 1), "department", "on")
    return row


def _posts(model: Any, sites: list[Any], numbers: list[int], posts: int) -> None:
    from django.utils import timezone

    from postorders.desk.drafts.models import Draft, Target, Version
    from postorders.desk.people.models import Member
    from postorders.desk.release.models import Release, Stands

    poster, officer = (Member.objects.get(number=number) for number in (POSTER, OFFICER))
    now, step = timezone.now(), timedelta(days=DAYS) / posts
    drafts, rest = [], []
    for number in numbers:
        at, who = now - step * (posts - number), officer if number % OF_OFFICER == 0 else poster
        draft = Draft(number=number, state="released", author=who, given=model.draft.given, scheduled=at)
        version = Version(draft=draft, number=1, text=host.WORDS.format(number=number), by=who)
        site = sites[number % SITES]
        same = {"policy_version_id": model.policy_version_id, "rendering": model.rendering, "digest": model.digest}
        release = Release(number=number, draft=draft, version=version, site=site, by=who, at=at, due=at, **same)
        release.state, release.judgment, release.key, release.out_at = "read-back", model.judgment, f"{number:048}", at
        stands = Stands(release=release, index=0, place=f"bench-{number}", url=f"{site.url}/{number}", sent=at, read=at)
        stands.same = True
        drafts.append(draft)
        rest.append((version, Target(draft=draft, site=site), release, stands))
    _kept(drafts)
    for rows in zip(*rest, strict=True):
        _kept(rows)


def _kept(rows: Any) -> None:
    from postorders.desk.base import scope

    for row in rows:
        row.department_id = scope.current()
    type(rows[0]).objects.bulk_create(rows)


def main() -> None:
    """Prints the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=host.DATABASES)
    parser.add_argument("--posts", type=int, default=POSTS)
    given = parser.parse_args()
    print(json.dumps(one(given.database, given.posts) if given.database else measure()))


if __name__ == "__main__":
    main()

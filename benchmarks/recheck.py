"""One day of looking at official pages again, on a made-up host of many departments with four accounts each.

`python -m benchmarks.recheck [--departments 18000] [--database sqlite|postgresql]` prints JSON. What the network would
give is made up: prepared pages, of which one in a hundred lost its disclaimer overnight. Everything else is as in a
worker: planning, reading, examining, and one act with its ledger entry for each department.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

SITES = 4
CHANGED = 100  # one page in so many
FILLER = "".join(f"<p>Road work on street {number} goes on until Friday; mind the crews.</p>" for number in range(60))
DISCLAIMER = "<p>Opinions expressed by visitors do not reflect those of the department.</p>"
PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{name}</title></head><body>
<h1>{name}</h1><p>This page is maintained by the {name}.</p><p>Non-emergency: 816-555-0142</p>{disclaimer}
<p>The department reserves the right to remove comments that are obscene.</p>
<p>Official website: <a href="https://www.raymore.com/police">www.raymore.com/police</a></p>{filler}</body></html>"""


def main() -> None:
    """Seeds a host, looks at everything once, and measures the day after."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--departments", type=int, default=18_000)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    given = parser.parse_args()
    print(json.dumps(measure(given.departments, given.database), indent=2))


def measure(departments: int = 500, database: str = "sqlite") -> dict[str, Any]:
    """The first day and the day after, in this process."""
    _desk(database)
    began = time.perf_counter()
    places = list(seed(departments))
    print(f"seeded in {time.perf_counter() - began:.0f} s", file=sys.stderr)
    now = datetime(2026, 3, 2, 12, tzinfo=UTC)
    first = day(places, now, lost=False)
    second = day(places, now + timedelta(days=2), lost=True)
    found = {"database": database, "departments": len(places), "sites": len(places) * SITES}
    return {**found, "first_day": first, "a_day": second}


def _desk(database: str) -> None:
    from postorders.desk.folder import make

    given: dict[str, Any] = {"address": "http://localhost:8471", "mfa_above_member": False}
    if database == "postgresql":
        from tests.desk import postgres

        given["database"] = postgres.start()
    os.environ["POSTORDERS_DESK"] = str(make(Path(tempfile.mkdtemp(prefix="postorders-recheck-")) / "desk", **given))
    os.environ["DJANGO_SETTINGS_MODULE"] = "postorders.desk.settings"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def seed(departments: int) -> Iterator[Any]:
    """Departments with a chief, a policy and accounts. The first adopts it by the act, the others copy its row."""
    from postorders.desk.base import guard, scope
    from postorders.desk.base.person import machine
    from postorders.desk.people import acts
    from postorders.desk.policy.acts import adopt
    from postorders.desk.policy.models import Version
    from postorders.desk.register.models import Site
    from postorders.policy.library import TEMPLATES

    compiled: dict[str, Any] = {}
    for number in range(departments):
        place = acts.found(f"bench-{number:05}", f"Department {number:05}")
        with scope.within(place.id):
            chief = acts.add_member(machine(), "1", f"Chief of {number:05}", "officer")
            acts.give_role(machine(), chief, "chief")
            if not compiled:
                adopt(machine(), TEMPLATES / "raymore-8")
                row = Version.objects.get()
                names = [field.attname for field in Version._meta.concrete_fields]
                kept = {name: getattr(row, name) for name in names if name not in ("id", "department_id")}
                compiled = {**kept, "pack": b"", "adopted_by_id": None}
            else:
                with guard.lifted("seeding a benchmark"):
                    Version(department_id=place.id, **compiled).save()
            with guard.lifted("seeding a benchmark"):
                Site.objects.bulk_create([_site(Site, place, chief, number, one) for one in range(SITES)])
        yield place


def _site(model: Any, place: Any, chief: Any, number: int, one: int) -> Any:
    handle = f"bench{number:05}x{one}"
    return model(
        department_id=place.id,
        number=one + 1,
        name=f"{place.name} {one}",
        platform="facebook",
        handle=handle,
        url=f"https://www.facebook.com/{handle}",
        key=f"facebook:{handle}",
        state="listed",
        owner=chief,
    )


def day(places: list[Any], now: datetime, lost: bool) -> dict[str, Any]:
    """One day: each department's round is planned, then done. Times in seconds, memory in MiB."""
    from postorders.desk.jobs.tasks import at_work
    from postorders.desk.pages import daily, rounds

    began = time.perf_counter()
    for place in places:
        with at_work(str(place.id)):
            daily.looks_due(now)
    planned = time.perf_counter()
    count, early = 0, 0.0
    for number, place in enumerate(places):
        with at_work(str(place.id)):
            count += rounds.go(now, lambda url: capture(url, now, lost))
        if number == len(places) // 10:
            early = memory()
    ended = time.perf_counter()
    return {
        "looked": count,
        "planning_s": round(planned - began, 1),
        "looking_and_storing_s": round(ended - planned, 1),
        "sites_per_second": round(count / (ended - began)),
        "peak_mib_after_a_tenth": early,
        "peak_mib": memory(),
    }


def capture(url: str, now: datetime, lost: bool) -> Any:
    """What the network would give: always the same for an address, but for those that lost their disclaimer."""
    from postorders.archive.capture import Capture

    name = f"Police Department of {url.rpartition('/')[2]}"
    gone = lost and int(hashlib.sha256(url.encode()).hexdigest(), 16) % CHANGED == 0
    body = PAGE.format(name=name, disclaimer="" if gone else DISCLAIMER, filler=FILLER).encode()
    return Capture(body, "text/html", now.isoformat(), url, url, (), 200, "utf-8")


def memory() -> float:
    """The most memory that this process has held, in MiB."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


if __name__ == "__main__":
    main()

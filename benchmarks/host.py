"""What benchmarks of a desk have in common: a desk of their own, departments that post, and figures of many runs."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
DATABASES = ("sqlite", "postgresql")
WORDS = "Pine Street is closed until 6 pm because of a gas leak. Please go around. Notice {number}."


def apart(module: str, *given: object) -> dict[str, Any]:
    """What a benchmark prints in a process of its own: the settings of a desk hold for a whole process."""
    command = [sys.executable, "-m", module, *map(str, given)]
    ran = subprocess.run(command, check=False, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    if ran.returncode:
        sys.exit(f"{module} did not run.")
    result: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return result


def desk(database: str) -> Path:
    """A desk of its own, its tables made; PostgreSQL is started for it and writes every commit to the disk."""
    from postorders.desk.folder import make

    given: dict[str, Any] = {"address": "http://localhost:8471", "mfa_above_member": False, "fetch": False}
    if database == "postgresql":
        given["database"] = _postgresql()
    folder = make(Path(tempfile.mkdtemp(prefix="postorders-bench-")) / "desk", **given)
    os.environ["POSTORDERS_DESK"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "postorders.desk.settings"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    return Path(folder)


def _postgresql() -> str:
    """The cluster of the tests, started anew as a desk's own would be: it answers a commit once it is on the disk."""
    import pwd

    from tests.desk import postgres

    address = postgres.start()
    folder = Path(address.partition("?host=")[2])
    options = f"-c listen_addresses= -c unix_socket_directories={folder} -c max_connections=60"
    command = [postgres.binaries() / "pg_ctl", "-D", folder / "data", "-w", "-m", "fast", "-o", options, "-l",
               folder / "log", "restart"]  # fmt: skip
    user: dict[str, Any] = {}
    if os.getuid() == 0:
        nobody = pwd.getpwnam("nobody")
        user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    subprocess.run([str(part) for part in command], check=True, capture_output=True, cwd=folder, **user)
    return address


def department(number: int) -> Any:
    """A department under a policy, with a chief (1), someone who posts for it (2) and an officer (3)."""
    from postorders.desk.base import scope
    from postorders.desk.base.person import machine
    from postorders.desk.people import acts
    from postorders.desk.policy.acts import adopt
    from postorders.policy.library import TEMPLATES

    place = acts.found(f"bench-{number:03}", f"Department {number:03}")
    with scope.within(place.id):
        unit = acts.add_unit(machine(), "Command")
        people = (("1", "Chief", "officer", "chief"), ("2", "Poster", "civilian", "media-unit"))
        for own, name, sort, role in (*people, ("3", "Officer", "officer", "")):
            member = acts.add_member(machine(), own, f"{name} of {number:03}", sort, unit=unit)
            if role:
                acts.give_role(machine(), member, role)
        adopt(machine(), TEMPLATES / "raymore-8")
    return place


def member(number: str) -> Any:
    """A member of the department at work, as an acting person."""
    from postorders.desk.people.models import Member
    from postorders.desk.people.who import person

    return person(Member.objects.get(number=number))


def account(url: str, number: int = 1, key: str = "") -> Any:
    """A listed account of the department at work. `key` tells those apart that stand on one server of a test."""
    from postorders.desk.base import guard
    from postorders.desk.people.models import Member
    from postorders.desk.register.models import Site
    from postorders.platforms.address import address

    where = address(url)
    row = Site(number=number, platform=where.platform, handle=where.handle, url=where.url, key=key or where.key)
    row.name, row.state, row.owner = f"Page {number}", "listed", Member.objects.get(number="2")
    with guard.lifted("seeding a benchmark"):
        row.save()
    return row


def draft(person: Any, site: Any, number: int) -> Any:
    """A draft that nothing bars, for one account."""
    from postorders.desk.drafts import acts
    from postorders.desk.drafts.models import Draft

    begun = acts.begin(person, WORDS.format(number=number), sites=(site,))
    acts.verify_facts(person, begun, "Call to the gas company at 9:40")
    return Draft.objects.get(id=begun.id)


def figures(seconds: Sequence[float]) -> dict[str, float]:
    """Median, quartiles, 95th percentile and both ends of some times, in milliseconds."""
    low, _middle, high = statistics.quantiles(seconds, n=4)
    found = {
        "least": min(seconds),
        "quarter": low,
        "median": statistics.median(seconds),
        "three_quarters": high,
        "p95": percentile(seconds),
        "most": max(seconds),
    }
    return {name: round(value * 1000, 1) for name, value in found.items()}


def percentile(values: Sequence[float], share: float = 0.95) -> float:
    """The value that so large a share of the values does not exceed."""
    return sorted(values)[max(0, -(-int(share * 100) * len(values) // 100) - 1)]


def queued() -> float:
    """Seconds that this thread, and the process of PostgreSQL that serves it, have stood in line for a core since they
    began: what other programs cost them. 0 where the system does not say so."""
    from django.db import connection

    names = ["thread-self"]
    if connection.vendor == "postgresql" and connection.connection is not None:
        names.append(str(connection.connection.info.backend_pid))
    try:
        return sum(int(Path(f"/proc/{name}/schedstat").read_text().split()[1]) for name in names) / 1e9
    except OSError:
        return 0.0


def load() -> list[float]:
    """How busy the machine was in the last minutes: what else ran tells in the figures."""
    return [round(one, 2) for one in os.getloadavg()]

"""Builds each department's check page into the desk's folder, and again only when something that it says changed."""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings

from postorders import __version__
from postorders.checkpage import aids
from postorders.checkpage import build as maker
from postorders.checkpage.front import FOLDER, files
from postorders.desk.base import scope
from postorders.desk.people.models import Department
from postorders.desk.policy.force import policy_of
from postorders.desk.policy.models import Version
from postorders.plain import digest
from postorders.policy.policy import Policy


def home() -> Path:
    """Where the pages of this desk are."""
    return Path(settings.CONFIG.home) / "check"


def bring_up_to_date(department: Department) -> bool:
    """Builds the page of a department when its policies, their readings or the program changed; whether it did.

    It holds every adopted version, so that a draft is judged by the one in force on the day that its author gives.
    A department without a policy has no page. Raises InputError when the browser's Python is missing.
    """
    with scope.within(department.id):
        policies = [policy_of(version) for version in Version.objects.defer("pack", "document")]
    if not policies:
        return False
    into, stamp = home() / department.slug, home() / f".{department.slug}.key"
    key = _key(department, policies)
    if stamp.is_file() and stamp.read_text() == key and (into / "index.html").is_file():
        return False
    into.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    maker.build(into, policies, department.name, FOLDER)
    partial = stamp.with_suffix(f".{os.getpid()}")
    partial.write_text(key)
    partial.replace(stamp)
    return True


def bring_all_up_to_date() -> int:
    """Does so for each department; how many pages were built."""
    return sum(bring_up_to_date(department) for department in Department.objects.order_by("slug"))


def _key(department: Department, policies: list[Policy]) -> str:
    """SHA-256 of everything that the page is made of."""
    learned = aids.key(aids.installed())
    parts = [[one.hash, one.readings_hash, one.manifest.status] for one in policies]
    front = digest(sorted(f"{name} {maker.hash_of(data)}" for name, data in files(FOLDER).items()))
    own = digest(
        sorted(f"{path.name} {maker.hash_of(path.read_bytes())}" for path in maker.PAGE.iterdir() if path.is_file())
    )
    return digest([__version__, department.name, front, own, learned, parts])

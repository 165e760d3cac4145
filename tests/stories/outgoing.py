"""What a story lets happen on a running desk beside its pages: `begin BASE` enters an account on the server at BASE with
a draft for it, and prints their ids; `send` does what a worker would do now. Run as a process with the desk's settings.
"""

from __future__ import annotations

import json
import sys
from types import SimpleNamespace
from typing import Any

import django


def bluff() -> Any:
    """Cedar Bluff as the running desk has it."""
    from tests.desk.cast import BLUFF, Place

    from postorders.desk.people.models import Department, Member

    place = Place(Department.objects.get(slug="cedar-bluff"))
    with place.within():
        by_number = {one.number: one for one in Member.objects.all()}
    place.members = {short: by_number[row[0]] for short, row in BLUFF.items()}
    return place


def begin(base: str) -> None:
    """An account that is listed, and a draft for it with its facts checked."""
    from tests.desk.drafts import scene as drafts
    from tests.desk.release.scene import site

    place = bluff()
    account = site(place, SimpleNamespace(base=base))  # type: ignore[arg-type]
    draft = drafts.begun(place, drafts.ROAD, account)
    print(json.dumps({"site": str(account.id), "draft": draft.number}))


def send() -> None:
    """Everything that is due."""
    from django.utils import timezone

    from postorders.desk.release import sending
    from postorders.desk.release.due import due

    with bluff().within():
        for one in due(timezone.now()):
            sending.go(one)


if __name__ == "__main__":
    django.setup()
    begin(sys.argv[2]) if sys.argv[1] == "begin" else send()

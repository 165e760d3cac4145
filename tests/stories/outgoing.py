"""What a story lets happen on a running desk beside its pages, in a process of its own with the desk's settings.

`python -m tests.stories.outgoing` takes a line of JSON for each of the functions here that is to be done, with `act`,
the department `at` which, and what else the function asks for; it answers each with a line of JSON.
"""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import django
from django.utils import timezone

PICTURE = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x10\x08\x02\0\0\0\x90\x91h6"


def account(place: Any, url: str, base: str = "", name: str = "") -> str:
    """A listed account, by its public address; one of Mastodon at `base` instead, where its server runs."""
    from tests.desk.drafts import scene as drafts
    from tests.desk.release import scene

    row = scene.site(place, SimpleNamespace(base=base)) if base else drafts.site(place, url)  # type: ignore[arg-type]
    if name:
        _write(place, row, name=name)
    return str(row.id)


def application(place: Any, platform: str, base: str, **given: str) -> None:
    """The department's application on a platform whose server runs at `base`."""
    from postorders.desk.connect import acts

    with place.within():
        acts.application(place.as_("admin"), platform, "", {**given, "server": base})


def levels(place: Any, count: int) -> None:
    """So many people approve each post before it goes out."""
    from tests.desk.drafts import scene as drafts

    drafts.setting(place, approval_levels=count)


def ready(place: Any) -> None:
    """Osage Crossing's officer has leave to post, and to use the department's computer for it."""
    from tests.desk.drafts import scene as drafts

    drafts.ready(place)


def signed(place: Any, sites: list[str]) -> None:
    """The Media Unit attests of these accounts' pages, by a picture, that they say who posts there."""
    from postorders.archive.capture import Capture
    from postorders.desk.pages import acts

    now, media = timezone.now(), place.as_("media")
    for site in _sites(place, sites):
        kept = acts.bring(media, site, Capture(PICTURE, "image/png", now.isoformat()))
        acts.attest(media, site, {"identification-line": "found"}, kept, timezone.localdate(now) + timedelta(days=30))


def draft(place: Any, text: str, sites: list[str]) -> int:
    """A draft with its facts checked."""
    from tests.desk.drafts import scene as drafts

    return int(drafts.begun(place, text, *_sites(place, sites)).number)


def out(place: Any, text: str, sites: list[str], minutes: int = 0) -> int:
    """A draft that was released and sent, so many minutes ago."""
    from tests.desk.release import scene

    rows = scene.released(place, *_sites(place, sites), text=text)
    send(place)
    for row in rows:
        now = scene.fresh(row)
        if now.out_at:
            _write(place, now, out_at=now.out_at - timedelta(minutes=minutes))
    return int(rows[0].draft.number)


def send(place: Any) -> None:
    """What a worker would do now: everything that is due."""
    from postorders.desk.release import sending
    from postorders.desk.release.due import due

    with place.within():
        for one in due(timezone.now()):
            sending.go(one)


def _sites(place: Any, ids: list[str]) -> list[Any]:
    from postorders.desk.register.models import Site

    with place.within():
        return [Site.objects.get(id=one) for one in ids]


def _write(place: Any, row: Any, **given: Any) -> None:
    from postorders.desk.base import guard

    for name, value in given.items():
        setattr(row, name, value)
    with place.within(), guard.lifted("a story"):
        row.save()


def place(slug: str) -> Any:
    """A department of the cast as the running desk has it."""
    from tests.desk.cast import BLUFF, OSAGE, Place

    from postorders.desk.people.models import Department, Member

    found = Place(Department.objects.get(slug=slug))
    with found.within():
        by_number = {one.number: one for one in Member.objects.all()}
    cast = BLUFF if slug == "cedar-bluff" else OSAGE
    found.members = {short: by_number[row[0]] for short, row in cast.items()}
    return found


ACTS = {one.__name__: one for one in (account, application, levels, ready, signed, draft, out, send)}

if __name__ == "__main__":
    django.setup()
    for line in sys.stdin:
        said = json.loads(line)
        act = ACTS[said.pop("act")]
        there = place(said.pop("at"))
        with timezone.override(there.department.timezone):
            print(json.dumps(act(there, **said)), flush=True)

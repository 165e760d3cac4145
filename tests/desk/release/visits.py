"""What the tests of these pages have in common: the words of an answer, the newest release, and many of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from tests.desk.cast import Place
from tests.desk.drafts import scene as drafts
from tests.desk.release.scene import released

from postorders.desk.base import guard
from postorders.desk.release.models import Release

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001"
    "e221bc330000000049454e44ae426082"
)
DECLARED = {"device": "department", "duty": "on"}
NIXLE = "https://local.nixle.com/cedar-bluff-police-department"


def said(answer: Any) -> str:
    """The page's words, with white space folded."""
    return " ".join(answer.content.decode().split())


def last(place: Place) -> Release:
    """The release that was written last."""
    with place.within():
        row: Release = Release.objects.select_related("site", "draft").order_by("-number").first()
        return row


def page(row: Release) -> str:
    return f"/desk/posts/releases/{row.id}/"


def by_hand(place: Place) -> Release:
    """A release on a platform that people post to."""
    (row,) = released(place, drafts.site(place, NIXLE), title="Road closed")
    return row


def many(place: Place, row: Release, count: int) -> None:
    """More releases of the same draft, out since a while."""
    now = timezone.now()
    with place.within(), guard.lifted("a test"):
        rows = [
            Release(
                department=row.department, number=row.number + n, draft=row.draft, version=row.version, site=row.site,
                state="read-back", rendering=row.rendering, digest=row.digest, judgment={}, key=f"key-{row.number + n}", by=row.by,
                at=now, due=now, out_at=now - timedelta(days=30, minutes=n),
            )
            for n in range(1, count + 1)
        ]  # fmt: skip
        Release.objects.bulk_create(rows, batch_size=200)


def browser_free(path: str) -> Any:
    """A visitor without a sign-in."""
    from django.test import Client

    return Client().get(path)

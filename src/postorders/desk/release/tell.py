"""Who is told of what befalls a release: in plain words, each notice once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as lazy

from postorders.desk.custody.tell import KEEP, keepers
from postorders.desk.custody.who import in_service
from postorders.desk.jobs.models import Notice
from postorders.desk.jobs.notify import notify
from postorders.desk.people.models import Member
from postorders.desk.people.who import holders
from postorders.desk.register.rules import deciders
from postorders.desk.release.models import Incident, Release

WROTE = lazy("you released it, or answer for the account")
STANDS = lazy("you wrote it, released it or approved it")
APPROVE = lazy("you may stand for what another has released")


def failed(one: Release) -> None:
    """Tells who released it, and who keeps the account, that it is not out, or not whole."""
    subject = format_lazy(lazy("Not published on {account}"), account=one.site.name)
    body = format_lazy(
        lazy("Release {number}: {why}\nMend it and try again, or recall it. If it stands there after all, attest it."),
        number=one.number, why=one.why,
    )  # fmt: skip
    _each(_own(one), f"release-{one.number}-failed-{one.tries}", subject, body, WROTE, _page(one))


def held(one: Release, bars: Iterable[str]) -> None:
    """Tells who wrote it, who released it and who approved it that it did not go out at its time, and why."""
    subject = format_lazy(lazy("Held, not published on {account}: draft {number}"), account=one.site.name,
                          number=one.draft.number)  # fmt: skip
    body = format_lazy(
        lazy("It was due at {due}, and this bars it now:\n{bars}\nMend that and release it anew, or recall it."),
        due=_when(one.due), bars="\n".join(bars),
    )  # fmt: skip
    approved = [row.by for row in one.draft.approvals.filter(void="").select_related("by")]
    who = [one.draft.author, *_own(one), *approved]
    _each(who, f"release-{one.number}-held-{one.at:%Y%m%d%H%M%S}", subject, body, STANDS, _page(one))


def differs(one: Release) -> None:
    """Tells them that something else stands there than what was released."""
    subject = format_lazy(lazy("What stands on {account} is not what was released"), account=one.site.name)
    body = format_lazy(
        lazy("{how}\nIf nobody of you changed it, change the password. Correct it or take it down from its page."),
        how="\n".join(piece.differs for piece in one.pieces.exclude(differs="")),
    )  # fmt: skip
    _each(_own(one), f"release-{one.number}-differs", subject, body, WROTE, _page(one))


def gone(one: Release) -> None:
    """Tells them that the platform does not show it any more, and that nobody here took it down."""
    subject = format_lazy(lazy("A post of {account} is gone"), account=one.site.name)
    body = format_lazy(
        lazy(
            "Release {number} is not to be seen any more, and nobody took it down here. What was there is kept.\n"
            "Ask who keeps the account: whoever took it down says so on its page. Else the platform did, or a stranger."
        ),
        number=one.number,
    )
    _each([*_own(one), *deciders()], f"release-{one.number}-gone", subject, body, WROTE, _page(one))


def by_hand(one: Release) -> None:
    """Tells who released it to post it by hand, and to say where it stands."""
    subject = format_lazy(lazy("Post it on {account} by hand, and attest it"), account=one.site.name)
    body = lazy("The desk cannot publish there. Post exactly what was released, then give its address and a picture.")
    _each(_own(one)[:1], f"release-{one.number}-by-hand", subject, body, WROTE, _page(one))


def settled(one: Release) -> None:
    """Settles what asked somebody to post it by hand, or to look why it failed: there is nothing left to do."""
    asked = Q(key=f"release-{one.number}-by-hand") | Q(key__startswith=f"release-{one.number}-failed-")
    Notice.objects.filter(asked, read=None).update(read=timezone.now())


def emergency(rows: Iterable[Release]) -> None:
    """Tells those who may stand for it that something went out unapproved, and by when they are asked to look."""
    for one in list(rows)[:1]:
        subject = format_lazy(lazy("Released in an emergency: look at it by {by}"), by=_when(one.ratify_by))
        body = format_lazy(
            lazy("Draft {number}, by {name}: {why}\nRead what went out, and say whether it was right or wrong."),
            number=one.draft.number, name=one.by.name, why=one.emergency,
        )  # fmt: skip
        _each(_approvers(one), f"emergency-{one.draft.number}", subject, body, APPROVE, _page(one))


def unratified(one: Release, day: str) -> None:
    """Tells them, and the Chief, that the time is over and nobody has looked."""
    subject = format_lazy(lazy("Nobody has looked at an emergency release: draft {number}"), number=one.draft.number)
    body = format_lazy(
        lazy("It should have been looked at by {by}. It stands. Read it, and say whether it was right or wrong."),
        by=_when(one.ratify_by),
    )
    _each(_approvers(one), f"emergency-{one.draft.number}-late-{day}", subject, body, APPROVE, _page(one))


def judged_wrong(one: Release) -> None:
    """Tells who released it that the one who looked at it found it wrong."""
    subject = format_lazy(lazy("Draft {number} was found wrong: put it right"), number=one.draft.number)
    body = format_lazy(
        lazy("{words}\nCorrect it or retract it from its page; what stood there is kept."), words=one.ratified_words
    )
    _each(_own(one), f"emergency-{one.draft.number}-wrong", subject, body, WROTE, _page(one))


def incident(one: Incident) -> None:
    """Tells who keeps the account, the Media Unit and the Chief of a post that nobody approved."""
    subject = format_lazy(lazy("A post on {account} that nobody approved"), account=one.site.name)
    body = format_lazy(
        lazy("It stands at {url}. If none of you posted it, somebody else has the keys: change the password now."),
        url=one.url or one.place,
    )
    who = [*keepers(one.site), *holders("media-unit"), *deciders()]
    _each(who, f"incident-{one.number}", subject, body, KEEP, f"/desk/incidents/{one.id}/")


def _own(one: Release) -> list[Member]:
    return [one.by, *keepers(one.site)]


def _approvers(one: Release) -> list[Member]:
    found = [*deciders(), *holders("media-unit"), *holders("commander")]
    return [member for member in found if member.id != one.by_id]


def _page(one: Release) -> str:
    return f"/desk/posts/releases/{one.id}/"


def _when(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""


def _each(who: Iterable[Member], key: str, subject: Any, body: Any, because: Any, link: str) -> None:
    for member in in_service(who):
        notify(member, key, subject, body, because, link)

"""Who is told what: that a demand stands otherwise than before, and that a page cannot be read any more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from postorders.desk.custody.who import serving
from postorders.desk.jobs.notify import language_of, notify
from postorders.desk.pages.models import Check
from postorders.desk.pages.settle import Outcome
from postorders.desk.people.models import Member
from postorders.desk.people.who import holders, today
from postorders.desk.register.models import Site

BECAUSE = lazy("you answer for this account or for what the policy demands of it")


def people(site: Site) -> list[Member]:
    """Who is told of an account: its custodians, its owner and the Chief, each once and only in service."""
    found = [one.member for one in serving(site)]
    found += [site.owner] if site.owner and site.owner.active(today()) else []
    return list({one.id: one for one in [*found, *holders("chief")]}.values())


def drifted(done: Outcome, labels: Mapping[str, str]) -> None:
    """Tells how an account's page has changed, with before and after. The public list says the same as before."""
    if not done.drift or done.check is None:
        return
    worse = any(done.check.findings[name]["verdict"] == "not-found" for name in done.drift)
    for member in people(done.site):
        with translation.override(language_of(member)):
            subject = _("{name} does not show all that it has to") if worse else _("The page of {name} has changed")
            body = "\n".join(sentences(done.check, labels))
            _notify(member, done.site, f"check {done.check.id}", subject, body)


def failing(done: Outcome) -> None:
    """Tells, once, that the page of an account could not be read for some days."""
    if not done.told_failing:
        return
    since = done.standing.seen.isoformat() if done.standing.seen else "never"
    for member in people(done.site):
        with translation.override(language_of(member)):
            body = _("{why} Until it can be read, a person has to look at it and attest what is there.")
            said = body.format(why=done.standing.why)
            _notify(member, done.site, f"unread since {since}", _("The page of {name} cannot be read"), said)


def _notify(member: Member, site: Site, key: str, subject: str, body: str) -> None:
    notify(member, f"{site.about}:{key}", subject.format(name=site.name), body, BECAUSE, page_of(site))


def page_of(site: Site) -> str:
    """The page about what an account's page shows."""
    return reverse("account-page", args=[site.id])


def sentences(check: Check, labels: Mapping[str, str]) -> list[str]:
    """What a check found otherwise than the look before it, a sentence for each demand."""
    return [change(name, labels.get(name, name), check) for name in check.before if name in check.findings]


def change(name: str, label: str, check: Check) -> str:
    """Before and after of one demand, in words."""
    was, now = check.before[name], check.findings[name]
    day, here = _day(was.get("since")), _day(check.at.isoformat())
    given = {"label": label[:1].upper() + label[1:], "day": day, "now": here, "note": now.get("note", "")}
    return f"{_was(was).format(**given, words=_short(was))} {_now(now).format(**given, words=_short(now))}"


def _was(one: Mapping[str, Any]) -> str:
    return {
        "found": _("{label}: it was there on {day}: “{words}”."),
        "not-found": _("{label}: it was not there on {day}."),
    }.get(one["verdict"], _("{label}: nobody could tell on {day}."))


def _now(one: Mapping[str, Any]) -> str:
    return {
        "found": _("On {now} the page says “{words}”."),
        "not-found": _("It is not there on {now}."),
    }.get(one["verdict"], _("On {now} it cannot be told: {note}"))


def _short(one: Mapping[str, Any]) -> str:
    words = " ".join(str(one.get("words", "")).split())
    return words if len(words) <= 160 else f"{words[:159]}…"


def _day(since: Any) -> str:
    return date_format(localtime(datetime.fromisoformat(since)), "Y-m-d") if since else _("an earlier day")


def names(sites: Iterable[Site]) -> list[int]:
    """The numbers of accounts, for the ledger."""
    return sorted(site.number for site in sites)

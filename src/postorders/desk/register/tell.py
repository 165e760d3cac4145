"""Who is told what of the register: the Chief each address, whoever answers for an account what becomes of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from postorders.desk.base.person import Person
from postorders.desk.jobs.notify import notify
from postorders.desk.register import rules
from postorders.desk.register.models import Site

BECAUSE = lazy("you keep the list of official accounts")
_gathered: ContextVar[list[Site] | None] = ContextVar("gathered", default=None)


def tell_chief(site: Site, person: Person) -> None:
    """Tells the Chief the address, as the policy orders of whoever runs an account; noted on the account.

    Within `gathering` it is told with the others at the end.
    """
    site.told = timezone.now()
    site.save(update_fields=["told"])
    gathered = _gathered.get()
    if gathered is not None:
        gathered.append(site)
        return
    subject = lazy("An account's address: %s") % site.url
    body = _("{name} gives the address {url} of an account ({clauses}). List it, or say that it is not ours.")
    said = body.format(name=person.name, url=site.url, clauses=_clauses())
    _told(f"{site.about}:told:{_short(site.key)}:{site.state}", subject, said, page(site))


@contextmanager
def gathering(person: Person) -> Iterator[None]:
    """Several addresses that the Chief is told in one notice, when the block ends well."""
    sites: list[Site] = []
    token = _gathered.set(sites)
    try:
        yield
    finally:
        _gathered.reset(token)
    if len(sites) == 1:
        tell_chief(sites[0], person)
    elif sites:
        body = _("{name} gives the addresses of {count} accounts ({clauses}). List each, or say that it is not ours.")
        head = body.format(name=person.name, count=len(sites), clauses=_clauses())
        key = _short("\n".join(f"{one.number}:{one.key}:{one.state}" for one in sites))
        subject = lazy("Addresses of %d accounts") % len(sites)
        said = "\n".join([head, "", *(one.url for one in sites)])
        _told(f"sites:told:{key}", subject, said, f"{reverse('sites')}?state=to-verify")


def tell_holder(site: Site, person: Person, words: Any) -> None:
    """Tells the owner, and who entered the account, what has become of it."""
    for member in {site.owner, site.entered_by} - {None}:
        if member.id != person.member:
            key = f"{site.about}:{site.state}:{timezone.now():%Y%m%d%H%M%S}"
            subject = f"{site.name}: {site.get_state_display()}"
            notify(member, key, subject, words, lazy("you answer for this account"), page(site))


def page(site: Site) -> str:
    """The path of an account's page."""
    return f"/desk/sites/{site.id}/"


def _told(key: str, subject: Any, body: str, link: str) -> None:
    for chief in rules.deciders():
        notify(chief, key, subject, body, BECAUSE, link)


def _clauses() -> str:
    return rules.cited("notify-url") or _("department practice")


def _short(text: str) -> str:
    """A key of a notice is short; an address may be long."""
    return hashlib.sha256(text.encode()).hexdigest()[:24]

"""What the first page says of the policy: what changed lately, and readings that wait for the attorney."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from postorders.desk.base.cards import Card, Line
from postorders.desk.base.person import Person
from postorders.desk.people.who import today
from postorders.desk.policy.force import bare_policy, versions_in_force
from postorders.desk.policy.models import SignedReading, Version

LOOK_BACK = timedelta(days=30)


def cards(person: Person) -> Iterator[Card]:
    """Changes of the last 30 days for every member; open readings for the attorney."""
    yield Card(_("Policy changes"), tuple(_changes()), "", reverse("policy-changes"), _("See what changed"), 60)
    if person.has(("attorney",)):
        yield Card(_("Readings to sign"), tuple(_open()), "", reverse("policy-readings"), _("All readings"), 40)


def _changes() -> Iterator[Line]:
    since = today() - LOOK_BACK
    for version in Version.objects.filter(adopted_on__gt=since).only("title", "version", "effective"):
        yield Line(
            _("{title}, version of {version}").format(title=version.title, version=version.version),
            reverse("policy-version", args=[version.id]),
            _("in force from {day}").format(day=version.effective),
        )
    if count := SignedReading.objects.filter(signed_on__gt=since).count():
        yield Line(_("Readings signed: {count}").format(count=count), reverse("policy-readings"))


def _open() -> Iterator[Line]:
    signed = set(SignedReading.objects.filter(withdrawn_on=None).values_list("policy", "reading"))
    for version in versions_in_force():
        names = [one.reading for one in bare_policy(version).readings if one.status == "proposed"]
        if count := sum((version.policy, name) not in signed for name in names):
            yield Line(
                _("{title}: {count} proposed").format(title=version.title, count=count), reverse("policy-readings")
            )

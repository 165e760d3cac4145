"""What the first page says of posts: emergencies to look at, what needs a hand, posts that nobody approved."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from postorders.desk.base.cards import Card, Line
from postorders.desk.base.person import Person
from postorders.desk.register.rules import acts_as
from postorders.desk.release.models import Release
from postorders.desk.release.rights import APPROVERS
from postorders.desk.release.seen import incidents_for, releases_for
from postorders.desk.release.views.lists import HAND

MOST = 5


def cards(person: Person) -> Iterator[Card]:
    """The cards for a person."""
    if person.member is None:
        return
    if acts_as(person, APPROVERS):
        yield _emergencies(person)
    yield _incidents(person)
    yield _by_hand(person)


def _emergencies(person: Person) -> Card:
    """What went out unapproved and waits for another person's word, one line for each draft."""
    waits = Release.objects.filter(ratified="").exclude(emergency="").exclude(by=person.member)
    waits = waits.exclude(draft__author=person.member).select_related("draft", "by").defer("judgment", "rendering")
    first: dict[object, Release] = {}
    for one in waits.order_by("ratify_by", "number")[: MOST * 8]:
        first.setdefault(one.draft_id, one)
    lines = tuple(
        Line(
            _("Post %(number)d, by %(name)s") % {"number": one.draft.number, "name": one.by.name},
            reverse("release", args=[one.id]),
            _("to be looked at by %s") % f"{localtime(one.ratify_by):%Y-%m-%d %H:%M}" if one.ratify_by else "",
        )
        for one in list(first.values())[:MOST]
    )
    return Card(_("Published in an emergency"), lines, place=6, urgent=bool(lines))


def _incidents(person: Person) -> Card:
    rows = incidents_for(person).filter(state="open").select_related("site").order_by("-number")[:MOST]
    lines = tuple(Line(one.site.name, reverse("incident", args=[one.id]), one.text[:80]) for one in rows)
    return Card(
        _("Posts that nobody approved"), lines, more=reverse("incidents"), more_label=_("All of them"), place=7,
        urgent=bool(lines),
    )  # fmt: skip


def _by_hand(person: Person) -> Card:
    rows = (
        releases_for(person)
        .filter(state__in=HAND, corrected=None)
        .select_related("site")
        .defer("judgment", "rendering")
    )
    lines = tuple(
        Line(
            _("%(site)s: release %(number)d") % {"site": one.site.name, "number": one.number},
            reverse("release", args=[one.id]),
            one.get_state_display(),
        )
        for one in rows.order_by("-number")[:MOST]
    )
    more = f"{reverse('releases')}?state=hand"
    return Card(_("Posts that need a hand"), lines, more=more, more_label=_("All of them"), place=9, urgent=bool(lines))

"""The log of corrections for everybody: as a page, as an Atom feed, and as data."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from postorders.desk.people.models import Department
from postorders.desk.register.opened import address_of, data, opened, plainly
from postorders.desk.register.shown import instant
from postorders.desk.register.syndication import clean, html
from postorders.desk.release import words
from postorders.desk.release.public import Entry, public_log

PER_PAGE = 50


@opened
def page_of(request: HttpRequest, department: Department) -> HttpResponse:
    """What was wrong, what is true, where it stood and for how long."""
    found, older = _page(request)
    entries = [
        {
            "one": one,
            "kind": words.KINDS.get(one.kind, one.kind),
            "places": [(place, words.HOWS.get(place.how, place.how)) for place in one.places],
        }
        for one in found
    ]
    shown = {"entries": entries, "older": older, "newest": "" if "before" in request.GET else None}
    return render(request, "release/public/corrections.html", shown)


@opened
def json(request: HttpRequest, department: Department) -> HttpResponse:
    """The log as data, fifty at a time; `next` is where it goes on, null at the end."""
    found, older = _page(request)
    here = address_of(reverse("corrections-json", args=[department.slug]))
    said = {
        "department": {"name": department.name, "slug": department.slug},
        "log": address_of(reverse("corrections-public", args=[department.slug])),
        "corrections": [_fact(one) for one in found],
        "next": f"{here}?{older}" if older else None,
    }
    return data(said)


@opened
def atom(request: HttpRequest, department: Department) -> HttpResponse:
    """The newest of the log as Atom."""
    home = address_of(reverse("corrections-public", args=[department.slug]))
    feed = Atom1Feed(
        title=clean(_("Corrections of {name}").format(name=department.name)),
        link=home,
        description=_("What the department published and got wrong, and what is true."),
        language=str(translation.get_language()),
        feed_url=address_of(reverse("corrections-atom", args=[department.slug])),
        feed_guid=f"urn:uuid:{uuid.uuid5(department.id, 'corrections')}",
        author_name=clean(department.name),
    )
    for one in public_log(PER_PAGE):
        feed.add_item(
            title=clean(f"{words.KINDS.get(one.kind, one.kind)} {one.number}"),
            link=f"{home}?before={one.number + 1}#c{one.number}",
            description=html(told(one)),
            unique_id=f"urn:uuid:{uuid.uuid5(department.id, f'correction {one.number}')}",
            unique_id_is_permalink=False,
            pubdate=one.found,
            updateddate=one.done or one.found,
        )
    return plainly(feed.writeString("utf-8"), feed.content_type)


def _page(request: HttpRequest) -> tuple[list[Entry], str]:
    """The corrections of one page, and the query of the next, "" where there is none."""
    asked = request.GET.get("before", "")
    found = public_log(PER_PAGE + 1, int(asked) if asked.isdecimal() and len(asked) < 10 else None)
    older = f"before={found[PER_PAGE - 1].number}" if len(found) > PER_PAGE else ""
    return found[:PER_PAGE], older


def told(one: Entry) -> str:
    """A correction in some sentences, without markup."""
    stood = ngettext("It stood for %(n)d minute.", "It stood for %(n)d minutes.", one.minutes) % {"n": one.minutes}
    parts = [_("What was wrong: {wrong}").format(wrong=one.wrong)]
    if one.right:
        parts.append(_("What is true: {right}").format(right=one.right))
    parts.append(stood if one.done else _("It is being put right."))
    return "\n".join(parts)


def _fact(one: Entry) -> dict[str, Any]:
    return {
        "number": one.number,
        "kind": one.kind,
        "wrong": one.wrong,
        "right": one.right,
        "found": instant(one.found),
        "wrong_since": instant(one.wrong_since),
        "done": instant(one.done),
        "minutes": one.minutes,
        "places": [
            {
                "account": place.account,
                "url": place.url,
                "wrong": place.wrong,
                "right": place.right,
                "how": place.how,
                "done": instant(place.done),
                "minutes": place.minutes,
            }
            for place in one.places
        ],
    }

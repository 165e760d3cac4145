"""The department's own feed of what it published: RSS 2.0, Atom and JSON Feed 1.1, each of the newest fifty."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from postorders.desk.people.models import Department
from postorders.desk.register.opened import address_of, data, opened, plainly
from postorders.desk.register.shown import instant
from postorders.desk.release.corrections import RETRACTS
from postorders.desk.release.posted import Posted, posted
from postorders.desk.release.views.clean import clean, html

JSON_FEED = "https://jsonfeed.org/version/1.1"
TITLE = 80


@opened
def rss(request: HttpRequest, department: Department) -> HttpResponse:
    """The feed as RSS 2.0."""
    return _xml(Rss201rev2Feed, "rss", department)


@opened
def atom(request: HttpRequest, department: Department) -> HttpResponse:
    """The feed as Atom."""
    return _xml(Atom1Feed, "atom", department)


@opened
def json(request: HttpRequest, department: Department) -> HttpResponse:
    """The feed as JSON Feed 1.1."""
    said = {
        "version": JSON_FEED,
        "title": _title(department),
        "description": _about(),
        "home_page_url": _home(department),
        "feed_url": _feed(department, "json"),
        "language": str(translation.get_language()),
        "authors": [{"name": department.name, "url": _home(department)}],
        "items": [_item(one, department) for one in posted()],
    }
    response = data(said)
    response.headers["Content-Type"] = "application/feed+json"
    return response


def _xml(kind: type[SyndicationFeed], form: str, department: Department) -> HttpResponse:
    feed = kind(
        title=clean(_title(department)),
        link=_home(department),
        description=_about(),
        language=str(translation.get_language()),
        feed_url=_feed(department, form),
        feed_guid=f"urn:uuid:{uuid.uuid5(department.id, 'posts')}",
        author_name=clean(department.name),
    )
    for one in posted():
        feed.add_item(
            title=clean(_named(one)),
            link=_link(one, department),
            description=html(_whole(one)),
            unique_id=f"urn:uuid:{one.id}",
            unique_id_is_permalink=False,
            pubdate=one.at,
            updateddate=one.updated,
        )
    return plainly(feed.writeString("utf-8"), feed.content_type)


def _item(one: Posted, department: Department) -> dict[str, Any]:
    return {
        "id": f"urn:uuid:{one.id}",
        "url": _link(one, department),
        "title": clean(_named(one)),
        "content_text": clean(_whole(one)),
        "date_published": instant(one.at),
        "date_modified": instant(one.updated),
        "language": one.language,
        "tags": [{"corrects": "corrected", RETRACTS: "retracted"}[one.kind]] if one.kind else [],
        "_post_orders": {
            "places": [{"account": at.account, "platform": at.platform, "url": at.url} for at in one.places]
        },
    }


def _named(one: Posted) -> str:
    """What a reader's list shows: that it was wrong, before all else."""
    said = one.title or Truncator(" ".join(one.text.split())).chars(TITLE)
    if one.kind == RETRACTS:
        return _("Retracted: {words}").format(words=Truncator(" ".join(one.wrong.split())).chars(TITLE))
    return _("Corrected: {words}").format(words=said) if one.kind else said


def _whole(one: Posted) -> str:
    """The text; before it what was wrong with it, after it where it stands."""
    parts = []
    if one.kind:
        said = _("The department retracted this.") if one.kind == RETRACTS else _("The department corrected this.")
        parts.append(" ".join([said, _("What was wrong: {wrong}").format(wrong=one.wrong)]))
        if one.right:
            parts.append(_("What is true: {right}").format(right=one.right))
    if one.answers:
        parts.append(_("This puts right an earlier post, of which this was wrong: {wrong}").format(wrong=one.answers))
    if one.text:
        parts.append(one.text)
    parts += [f"{at.account} ({at.platform}): {at.url}" for at in one.places]
    return "\n\n".join(parts)


def _link(one: Posted, department: Department) -> str:
    if one.kind or not one.places:
        return address_of(reverse("corrections-public", args=[department.slug]))
    return one.places[0].url


def _title(department: Department) -> str:
    return _("Posts of {name}").format(name=department.name)


def _about() -> str:
    return _("What the department published on its official accounts, with what was corrected or retracted.")


def _home(department: Department) -> str:
    return address_of(reverse("register-public", args=[department.slug]))


def _feed(department: Department, form: str) -> str:
    return address_of(reverse(f"posted-{form}", args=[department.slug]))

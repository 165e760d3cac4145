"""Changes of the list as feeds: RSS 2.0, Atom, and JSON Feed 1.1, each of the newest fifty."""

from __future__ import annotations

import unicodedata
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.translation import gettext as _

from postorders.desk.people.models import Department
from postorders.desk.register.models import Change
from postorders.desk.register.opened import address_of, data, opened, plainly
from postorders.desk.register.shown import instant, platform_name

NEWEST = 50
_TURNING = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
JSON_FEED = "https://jsonfeed.org/version/1.1"


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
        "items": [_item(change) for change in _newest()],
    }
    response = data(said)
    response.headers["Content-Type"] = "application/feed+json"
    return response


def sentence(change: Change) -> str:
    """What happened, in words."""
    account = {"name": change.name, "platform": platform_name(change.site.platform)}
    told = {
        "listed": _("{name} ({platform}) is on the list: it is an official account."),
        "changed": _("{name} ({platform}): what the list says of it has changed."),
        "suspended": _("{name} ({platform}) is suspended: do not rely on what it says for now."),
        "revoked": _("{name} ({platform}) no longer speaks for the department."),
        "retired": _("{name} ({platform}) was given up."),
        "verified": _("{name} ({platform}) was verified again."),
    }
    return told[change.what].format(**account)


def _xml(kind: type[SyndicationFeed], form: str, department: Department) -> HttpResponse:
    feed = kind(
        title=_clean(_title(department)),
        link=_home(department),
        description=_about(),
        language=str(translation.get_language()),
        feed_url=_feed(department, form),
        feed_guid=f"urn:uuid:{department.id}",
        author_name=_clean(department.name),
    )
    for change in _newest():
        item = _item(change)
        feed.add_item(
            title=item["title"],
            link=item["external_url"],
            description=item["content_text"],
            unique_id=item["id"],
            unique_id_is_permalink=False,
            pubdate=change.at,
            updateddate=change.at,
        )
    return plainly(feed.writeString("utf-8"), feed.content_type)


def _item(change: Change) -> dict[str, Any]:
    title = _clean(sentence(change))
    return {
        "id": f"urn:uuid:{change.id}",
        "url": f"{address_of(reverse('register-public', args=[change.department.slug]))}#a{change.site.number}",
        "external_url": change.url,
        "title": title,
        "content_text": " ".join(filter(None, [title, _clean(change.words), change.url])),
        "date_published": instant(change.at),
        "tags": [change.what],
    }


def _newest() -> list[Change]:
    return list(Change.objects.select_related("site", "department").order_by("-at", "id")[:NEWEST])


def _title(department: Department) -> str:
    return _("Official accounts of {name}: changes").format(name=department.name)


def _about() -> str:
    return _("Accounts that came onto the list, changed, or left it.")


def _home(department: Department) -> str:
    return address_of(reverse("register-public", args=[department.slug]))


def _feed(department: Department, form: str) -> str:
    return address_of(reverse(f"register-{form}", args=[department.slug]))


def _clean(text: str) -> str:
    """Without control characters, which XML cannot carry, and without signs that turn the direction of the text."""
    kept = (one for one in text if one in "\n\t" or unicodedata.category(one) not in ("Cc", "Cs", "Cn"))
    return "".join(one for one in kept if unicodedata.bidirectional(one) not in _TURNING)

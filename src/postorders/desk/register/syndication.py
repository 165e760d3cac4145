"""Something that goes on, as a feed: RSS 2.0, Atom, and JSON Feed 1.1."""

from __future__ import annotations

import unicodedata
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.html import escape

from postorders.desk.people.models import Department
from postorders.desk.register.opened import address_of, data, opened, plainly

JSON_FEED = "https://jsonfeed.org/version/1.1"
NEWEST = 50
_TURNING = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
_FORMS: dict[str, type[SyndicationFeed]] = {"rss": Rss201rev2Feed, "atom": Atom1Feed}
View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: `item` as JSON Feed has it, and what RSS and Atom want besides: the page that it opens, what it says
    (`told`, as HTML where it is marked up), when it came and when it changed."""

    item: dict[str, Any]
    link: str
    told: str
    at: datetime
    updated: datetime


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed whose addresses are called `name-rss`, `name-atom` and `name-json`; `of` is what its own id is made from,
    "" for the department's."""

    name: str
    of: str
    title: Callable[[Department], str]
    about: Callable[[], str]
    entries: Callable[[Department], Iterable[Entry]]

    def views(self) -> tuple[View, View, View]:
        """Its pages: RSS, Atom, JSON Feed."""
        return self._view("rss"), self._view("atom"), self._view("json")

    def _view(self, form: str) -> View:
        @opened
        def view(request: HttpRequest, department: Department) -> HttpResponse:
            return self._xml(form, department) if form in _FORMS else self._json(department)

        return view

    def _json(self, department: Department) -> HttpResponse:
        said = {
            "version": JSON_FEED,
            "title": self.title(department),
            "description": self.about(),
            "home_page_url": _home(department),
            "feed_url": self._address(department, "json"),
            "language": str(translation.get_language()),
            "authors": [{"name": department.name, "url": _home(department)}],
            "items": [one.item for one in self.entries(department)],
        }
        response = data(said)
        response.headers["Content-Type"] = "application/feed+json"
        return response

    def _xml(self, form: str, department: Department) -> HttpResponse:
        own = uuid.uuid5(department.id, self.of) if self.of else department.id
        feed = _FORMS[form](
            title=clean(self.title(department)),
            link=_home(department),
            description=self.about(),
            language=str(translation.get_language()),
            feed_url=self._address(department, form),
            feed_guid=f"urn:uuid:{own}",
            author_name=clean(department.name),
        )
        for one in self.entries(department):
            feed.add_item(
                title=one.item["title"],
                link=one.link,
                description=one.told,
                unique_id=one.item["id"],
                unique_id_is_permalink=False,
                pubdate=one.at,
                updateddate=one.updated,
            )
        return plainly(feed.writeString("utf-8"), feed.content_type)

    def _address(self, department: Department, form: str) -> str:
        return address_of(reverse(f"{self.name}-{form}", args=[department.slug]))


def clean(text: object) -> str:
    """Without control characters, which XML cannot carry, and without signs that turn the direction of the text."""
    kept = (one for one in str(text) if one in "\n\t" or unicodedata.category(one) not in ("Cc", "Cs", "Cn"))
    return "".join(one for one in kept if unicodedata.bidirectional(one) not in _TURNING)


def html(text: str) -> str:
    """Plain text as HTML, which is what readers of RSS and Atom take a description for."""
    return escape(clean(text)).replace("\n", "<br>")


def _home(department: Department) -> str:
    return address_of(reverse("register-public", args=[department.slug]))

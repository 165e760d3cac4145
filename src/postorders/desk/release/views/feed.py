"""The department's own feed of what it published: RSS 2.0, Atom and JSON Feed 1.1, each of the newest fifty."""

from __future__ import annotations

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from postorders.desk.people.models import Department
from postorders.desk.register.opened import address_of
from postorders.desk.register.shown import instant
from postorders.desk.register.syndication import Entry, Feed, clean, html
from postorders.desk.release.corrections import RETRACTS
from postorders.desk.release.posted import Posted, posted

TITLE = 80


def _entries(department: Department) -> list[Entry]:
    return [_entry(one, department) for one in posted()]


def _entry(one: Posted, department: Department) -> Entry:
    words, link = clean(_whole(one)), _link(one, department)
    item = {
        "id": f"urn:uuid:{one.id}",
        "url": link,
        "title": clean(_named(one)),
        "content_text": words,
        "date_published": instant(one.at),
        "date_modified": instant(one.updated),
        "language": one.language,
        "tags": [{"corrects": "corrected", RETRACTS: "retracted"}[one.kind]] if one.kind else [],
        "_post_orders": {
            "places": [{"account": at.account, "platform": at.platform, "url": at.url} for at in one.places]
        },
    }
    return Entry(item, link, html(words), one.at, one.updated)


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


rss, atom, json = Feed("posted", "posts", _title, _about, _entries).views()

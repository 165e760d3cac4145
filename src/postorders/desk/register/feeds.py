"""Changes of the list as feeds, each of the newest fifty."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from postorders.desk.people.models import Department
from postorders.desk.register.models import Change
from postorders.desk.register.opened import address_of
from postorders.desk.register.shown import instant, platform_name
from postorders.desk.register.syndication import NEWEST, Entry, Feed, clean


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


def _entries(department: Department) -> list[Entry]:
    changes = Change.objects.select_related("site", "department").order_by("-at", "id")[:NEWEST]
    return [_entry(change) for change in changes]


def _entry(change: Change) -> Entry:
    title = clean(sentence(change))
    words = " ".join(filter(None, [title, clean(change.words), change.url]))
    item = {
        "id": f"urn:uuid:{change.id}",
        "url": f"{address_of(reverse('register-public', args=[change.department.slug]))}#a{change.site.number}",
        "external_url": change.url,
        "title": title,
        "content_text": words,
        "date_published": instant(change.at),
        "tags": [change.what],
    }
    return Entry(item, change.url, words, change.at, change.at)


def _title(department: Department) -> str:
    return _("Official accounts of {name}: changes").format(name=department.name)


def _about() -> str:
    return _("Accounts that came onto the list, changed, or left it.")


rss, atom, json = Feed("register", "", _title, _about, _entries).views()

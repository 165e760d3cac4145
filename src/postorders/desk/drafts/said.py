"""What a draft says on one account, as the judge reads it and as the platform will show it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from postorders.desk.drafts.files import medium
from postorders.desk.drafts.models import Attached, Draft, Target, Version
from postorders.desk.register.models import Site
from postorders.plain import digest
from postorders.platforms.publisher import publishers
from postorders.platforms.saying import Rendering, Saying
from postorders.posts.post import Media, Post


def latest(draft: Draft) -> Version:
    """What the draft says now."""
    found: Version = draft.versions.select_related("by").get(number=draft.version)
    return found


def files(draft: Draft) -> list[Attached]:
    """Its files, in their order."""
    return list(draft.files.select_related("by", "vouched_by"))


def sites(draft: Draft) -> list[Site]:
    """The accounts that it goes to, by number."""
    rows = Target.objects.filter(draft=draft).select_related("site__unit", "site__owner").order_by("site__number")
    return [row.site for row in rows]


def text_for(version: Version, site: Site) -> str:
    """The words for one account: its own where it has some."""
    return str(version.own.get(str(site.id)) or version.text)


def saying(draft: Draft, version: Version, attached: Sequence[Attached], site: Site) -> Saying:
    """What is to be said on one account, before any limit of its platform."""
    return Saying(
        text_for(version, site), version.title, version.link, version.language,
        tuple(medium(one) for one in attached), str(draft.replies.get(str(site.id), "")),
    )  # fmt: skip


def render(given: Saying, site: Site) -> Rendering | None:
    """Exactly what would be published; None where this desk cannot publish on the platform."""
    publisher = publishers().get(site.platform)
    return publisher.render(given) if publisher else None


def post(draft: Draft, given: Saying, attached: Sequence[Attached], site: Site, author: str, time: str) -> Post:
    """The same as the judge takes it: all words, those of the link and of the media among them."""
    media = tuple(Media(one.kind, one.name, one.alt, one.words) for one in attached)
    links = (given.link,) if given.link else ()
    return Post(
        item(draft, given, attached), given.text, given.title, "official", author, time, site.platform,
        given.language, given.replies, links, (), media,
    )  # fmt: skip


def item(draft: Draft, given: Saying, attached: Sequence[Attached]) -> str:
    """How a permission for one item names this one: words, link and files as they are, and no others."""
    return f"{draft.about} {digest(_all(given, attached))[:16]}"


def _all(given: Saying, attached: Sequence[Attached]) -> dict[str, Any]:
    return {
        "text": given.text, "title": given.title, "link": given.link,
        "files": [[one.sha256, one.alt, one.words] for one in attached],
    }  # fmt: skip


def said_hash(one: Post) -> str:
    """SHA-256 of everything that is said in a post: what an override is bound to."""
    words = "\0".join(part for passage in one.passages() for part in passage)
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()

"""The project's own JSON form of a post: the fields of `Post`, and what was said beside it as `context`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields as fields_of
from typing import Any

from postorders.errors import InputError, Problem
from postorders.posts.fields import Fields, asked, listed, shown, sort
from postorders.posts.post import ACCOUNTS, MEDIA_KINDS, Media, Post
from postorders.posts.readers.results import Place
from postorders.posts.readers.strict import refuse_flaws

KNOWN = (*(field.name for field in fields_of(Post)), "context")
PLAIN = ("id", "text", "title", "author", "platform", "language", "reply_to")
SYNONYMS = {
    **dict.fromkeys(("message", "content", "body", "post_text", "post_message", "caption", "tweet"), "text"),
    **dict.fromkeys(("post_id", "permalink_id", "post"), "id"),
    **dict.fromkeys(("account_type",), "account"),
    **dict.fromkeys(("user", "username", "user_name", "handle", "posted_by"), "author"),
    **dict.fromkeys(("created_at", "date", "datetime", "timestamp"), "time"),
    **dict.fromkeys(("published", "posted_at", "created"), "time"),
    **dict.fromkeys(("headline", "subject"), "title"),
    **dict.fromkeys(("network", "site"), "platform"),
    **dict.fromkeys(("lang",), "language"),
    **dict.fromkeys(("in_reply_to", "inreplyto", "reply_to_id", "in_reply_to_id"), "reply_to"),
    **dict.fromkeys(("link", "url", "urls"), "links"),
    **dict.fromkeys(("hashtags", "hashtag", "tag"), "tags"),
    **dict.fromkeys(("attachment", "attachments", "media_kind", "media_type"), "media"),
    **dict.fromkeys(("thirdparty", "visitor"), "third_party"),
}
_MEDIA_KNOWN = tuple(field.name for field in fields_of(Media))
_MEDIA_HINTS = {"type": "kind", "file": "name", "filename": "name", "url": "name", "description": "alt"}


def own(data: object, place: Place) -> tuple[Post, dict[str, Any]]:
    """The post in our own form, and its context unchecked. Raises `InputError` with all that is wrong."""
    refuse_flaws(data)
    if not isinstance(data, Mapping):
        what = f"A post must be an object, not {sort(data)}."
        raise InputError(Problem(what, 'Write it like {"text": "Words."}.'))
    fields = Fields(data, KNOWN, hints=SYNONYMS, lenient=True)
    values = {name: fields.text(name) for name in PLAIN}
    values |= {"account": fields.choice("account", ACCOUNTS), "time": fields.moment("time")}
    more = {"links": fields.texts("links"), "tags": fields.texts("tags"), "media": _media(fields)}
    third = {"third_party": fields.truth("third_party")}
    context = dict(fields.inner("context"))
    return finish({**values, **more, **third}, fields.problems, place), context


def unread(data: object) -> list[str]:
    """The fields of a post in our own form that mean nothing here and were passed over."""
    return Fields(data, KNOWN, hints=SYNONYMS, lenient=True).unread if isinstance(data, Mapping) else []


def finish(values: dict[str, Any], problems: Iterable[Problem], place: Place) -> Post:
    """The post of these values, with the given account and an id where it has none; else `InputError`."""
    found = [*problems, *_clash(values["account"], place)]
    if not found and not any((values["text"].strip(), values["title"].strip(), values["media"])):
        found.append(Problem("The post has neither text nor media.", "Give it at least one of them."))
    if found:
        raise InputError(*found)
    values |= {"id": values["id"].strip() or f"post-{place.number}"}
    return Post(**{**values, "account": values["account"] or place.account})


def account_problem(account: str) -> Problem | None:
    """What is wrong with an account that the caller gave, or None."""
    if not account or account in ACCOUNTS:
        return None
    return Problem(
        f"The account cannot be {shown(account)}.", f"{asked(account, ACCOUNTS)}Use {listed(ACCOUNTS, 'or')}."
    )


def _clash(account: str, place: Place) -> list[Problem]:
    if not account or not place.account or account == place.account:
        return []
    return [Problem(f"The post says {account}, the option says {place.account}.", "Change one of them.")]


def _media(fields: Fields) -> tuple[Media, ...]:
    given = fields.data.get("media")
    if given is None:
        return ()
    if not isinstance(given, list):
        mend = 'Write it like [{"kind": "photo", "alt": "Words."}].'
        fields.misfit("media", "a list of objects", given, mend)
        return ()
    return tuple(_medium(fields, item, f"media[{number}]") for number, item in enumerate(given))


def _medium(fields: Fields, item: object, path: str) -> Media:
    if not isinstance(item, Mapping):
        fields.misfit(path, "an object", item, 'Write it like {"kind": "photo"}.')
        return Media("")
    inner = Fields(item, _MEDIA_KNOWN, path=f"{path}.", hints=_MEDIA_HINTS)
    kind = inner.choice("kind", MEDIA_KINDS, required=True)
    medium = Media(kind, inner.text("name"), inner.text("alt"), inner.text("transcript"))
    fields.problems += inner.problems
    return medium

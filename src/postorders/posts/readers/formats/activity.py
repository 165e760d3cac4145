"""ActivityStreams 2.0: what Mastodon and the other servers of the open social web export.

Notes, articles and media, alone, in a `Create`, or in a collection. The vocabulary is open, so what is not
known is passed by; but an object whose words are elsewhere is a problem, never left out in silence.
https://www.w3.org/TR/activitystreams-vocabulary/
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from postorders.errors import InputError, Problem
from postorders.posts.fields import Fields, asked, listed, shown, sort
from postorders.posts.post import Media, Post
from postorders.posts.readers.guess import Format
from postorders.posts.readers.items import each_value
from postorders.posts.readers.markup import read_html
from postorders.posts.readers.results import Place, Read, attempt
from postorders.posts.readers.shapes import finish
from postorders.posts.readers.source import Source
from postorders.posts.readers.strict import refuse_flaws

POSTS = {"Note": "", "Article": "", "Page": "", "Image": "photo", "Video": "video", "Audio": "audio"}
_MEDIA = {**POSTS, "Document": "document"}
_BY_TYPE = {"image": "photo", "video": "video", "audio": "audio"}
_COLLECTIONS = ("OrderedCollection", "Collection", "OrderedCollectionPage", "CollectionPage")
_READ = ("Note", "Article", "Image", "Video", "Create", "Collection", "OrderedCollection")
_ADDRESS = ("href", "id", "url", "preferredUsername", "name")
_ITSELF = "Put the object itself here."
_VOCABULARY = ("https://www.w3.org/ns/activitystreams#", "as:")


def read(source: Source) -> Iterator[Read]:
    """Every post of the file."""
    return each_value(source, item)


def claims(value: object) -> int:
    """Sure of what says so with `@context`, or has a type and no `text` as our own posts have."""
    if not isinstance(value, Mapping):
        return 0
    return 2 if "@context" in value or ("type" in value and "text" not in value) else 0


def item(value: object, place: Place) -> Iterator[Read]:
    """Every post in an object: itself, or those that it wraps."""
    kind = _kind(value)
    if isinstance(value, Mapping) and kind in _COLLECTIONS:
        yield from _collected(value, place)
    elif isinstance(value, Mapping) and kind == "Create":
        yield from item(_created(value), place)
    else:
        yield attempt(lambda: (_post(value, kind, place), {}), place)


def _kind(value: object) -> str:
    given = value.get("type") if isinstance(value, Mapping) else None
    names = [each for each in _many(given) if isinstance(each, str)]
    for prefix in _VOCABULARY:
        names = [name.removeprefix(prefix) for name in names]
    known = (name for name in names if name in _MEDIA or name in _READ or name in _COLLECTIONS)
    return next(known, names[0] if names else "")


def _many(value: object) -> list[object]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _collected(value: Mapping[str, object], place: Place) -> Iterator[Read]:
    inside = [each for name in ("orderedItems", "items") for each in _many(value.get(name))]
    if not inside:
        yield place.failed("The collection holds no items.", "Export it with its items in the same file.")
    for number, each in enumerate(inside, 1):
        name = f"{place.number}.{number}"
        yield from item(each, replace(place, number=name, label=f"Item {name.removeprefix('1.')}: "))


def _created(activity: Mapping[str, object]) -> object:
    inside = activity.get("object")
    if not isinstance(inside, Mapping):
        return inside
    outside = {"attributedTo": activity.get("actor"), "published": activity.get("published")}
    return {**outside, **{name: each for name, each in inside.items() if each is not None}}


def _post(value: object, kind: str, place: Place) -> Post:
    refuse_flaws(value)
    if not isinstance(value, Mapping):
        address = "This is the address of a post, not the post."
        what = address if isinstance(value, str) else f"A post must be an object, not {sort(value)}."
        raise InputError(Problem(what, _ITSELF))
    if kind not in POSTS:
        what = f"The type {shown(kind)} is not read." if kind else "The object does not say its type."
        raise InputError(Problem(what, f"{asked(kind, _READ)}What is read: {listed(_READ)}."))
    fields = Fields(value, value)
    values = {**_words(fields), **_people(fields), "media": _media(fields, kind)}
    values |= {
        "platform": "",
        "account": "",
        "id": fields.text("id"),
        "time": fields.moment("published"),
        "tags": _tags(fields),
    }
    return finish(values, fields.problems, place)


def _words(fields: Fields) -> dict[str, Any]:
    """Text, title, language and links. A summary (a warning, often) is the title, or else begins the text."""
    texts, language = _versions(fields, "content")
    pages = [read_html(each) for each in texts] if _is_html(fields) else [(each, ()) for each in texts]
    names, _ = _versions(fields, "name")
    summaries = [read_html(each)[0] for each in _versions(fields, "summary")[0]]
    parts = [*(summaries if names else ()), *(text for text, _ in pages)]
    links = [*_addresses(fields, "url"), *(link for _, found in pages for link in found)]
    return {
        "text": "\n\n".join(parts),
        "title": "\n".join(names or summaries),
        "language": language,
        "links": tuple(dict.fromkeys(links)),
    }


def _is_html(fields: Fields) -> bool:
    kind = fields.text("mediaType").lower()
    return not kind.startswith("text/") or kind.startswith("text/html")


def _versions(fields: Fields, name: str) -> tuple[list[str], str]:
    """A text in every language it is given in, and the language of the first, if that is said."""
    given = fields.inner(f"{name}Map")
    inner = Fields(given, given, path=f"{name}Map.")
    mapped = {language: inner.text(language) for language in given}
    fields.problems += inner.problems
    texts = list(dict.fromkeys(each for each in (fields.text(name), *mapped.values()) if each))
    return texts, next((language for language, each in mapped.items() if texts and each == texts[0]), "")


def _people(fields: Fields) -> dict[str, str]:
    first = {name: next(iter(_addresses(fields, name)), "") for name in ("attributedTo", "inReplyTo")}
    return {"author": first["attributedTo"], "reply_to": first["inReplyTo"]}


def _addresses(fields: Fields, name: str) -> list[str]:
    found = []
    for each in _many(fields.data.get(name)):
        if isinstance(each, Mapping):
            each = next((each[key] for key in _ADDRESS if each.get(key)), "")
        if isinstance(each, str):
            found.append(each)
        else:
            fields.misfit(name, "an address", each, "Write it as text, in quotes.")
    return [each for each in found if each]


def _tags(fields: Fields) -> tuple[str, ...]:
    names = []
    for each in _many(fields.data.get("tag")):
        if isinstance(each, Mapping) and _kind(each) == "Hashtag":
            inner = Fields(each, each, path="tag.")
            names.append(inner.text("name").lstrip("#"))
            fields.problems += inner.problems
    return tuple(name for name in names if name)


def _media(fields: Fields, kind: str) -> tuple[Media, ...]:
    itself = [Media(POSTS[kind], next(iter(_addresses(fields, "url")), ""))] if POSTS[kind] else []
    attached = [(name, each) for name in ("attachment", "image") for each in _many(fields.data.get(name))]
    return (*itself, *(_medium(fields, each, name) for name, each in attached))


def _medium(fields: Fields, value: object, name: str) -> Media:
    if isinstance(value, str):
        return Media("photo" if name == "image" else "document", value)
    if not isinstance(value, Mapping):
        fields.misfit(name, "an object", value, _ITSELF)
        return Media("document")
    inner = Fields(value, value, path=f"{name}.")
    family = inner.text("mediaType").partition("/")[0].lower()
    kind = _BY_TYPE.get(family) or _MEDIA.get(_kind(value)) or "document"
    alt = "\n".join(_versions(inner, "name")[0])
    address = next((found for key in ("url", "href") for found in _addresses(inner, key)), "")
    fields.problems += inner.problems
    return Media(kind, address, alt)


FORMAT = Format("activitystreams", read, endings=(".jsonld",), item=item, claims=claims)

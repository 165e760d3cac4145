"""How X counts, cuts and rewrites a text: every address is 23 long, and is served behind `t.co`.

Source: https://docs.x.com/fundamentals/counting-characters (2026-11-22). Where X's own rule needs a list of all
domains, the count here is the higher one: a post may be cut sooner than X asks, and is not refused for its length.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from postorders.platforms.can import Can
from postorders.platforms.length import length, thread
from postorders.platforms.links import AFTER

PIECES = 25  # the longest thread: more is not read, and not sent
MARKS = 2000  # code points of one post outside addresses; a picture of marks upon marks has more
_FULL = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_BARE = re.compile(
    r"(?<![\w@.\-/:])(?:[a-z0-9][a-z0-9-]{0,62}\.){1,8}[a-z]{2,24}(?![\w-])(?:/[^\s<>\"]*)?", re.IGNORECASE
)
_HOST = re.compile(r"https?://(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}(?::\d{1,5})?(?:[/?#]|$)", re.IGNORECASE)
_EITHER = re.compile(f"{_FULL.pattern}|{_BARE.pattern}", re.IGNORECASE)
_SHORT = re.compile(r"https?://t\.co/\w{1,40}")
_OWN = re.compile(r"https://(?:x|twitter)\.com/\w{1,15}/status/\d{1,20}/(?:photo|video)/\d")
_SCHEME = re.compile(r"https?://", re.IGNORECASE)
_NAMES = re.compile(r"\A(?:@\w{1,15}\s)+")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


def weight(text: str, can: Can) -> int:
    """How long X finds a text: never less than X itself."""
    plain = replace(can, url_counts=0)
    total = at = 0
    for found in _EITHER.finditer(text):
        total += length(text[at : found.start()], plain) + _address(found[0].rstrip(AFTER), plain, can.url_counts)
        at = found.start() + len(found[0].rstrip(AFTER))
    return total + length(text[at:], plain)


def _address(url: str, plain: Can, counts: int) -> int:
    if not _HOST.match(url):
        return max(counts, length(url, plain))
    strange = next((i for i, c in enumerate(url) if not c.isascii()), len(url))
    return counts + length(url[strange:], plain)


def excess(text: str, can: Can) -> int:
    """By about how much a text is too long for a thread of PIECES posts, 0 if it may fit."""
    most = PIECES * (can.text - 8)
    return max((len(text) if len(text) > PIECES * MARKS else weight(text, can)) - most, 0)


def pieces(text: str, can: Can) -> tuple[str, ...]:
    """The text as a thread whose posts X finds short enough; () where it takes more than PIECES posts."""
    if excess(text, can):
        return ()
    parts = thread(text, can, weight)
    return parts if len(parts) <= PIECES and all(len(_outside(one)) <= MARKS for one in parts) else ()


def _outside(text: str) -> str:
    return _EITHER.sub("", text)


def written(tweet: Mapping[str, Any]) -> str:
    """What the author wrote, of a post as X serves it: without its entities of HTML, with the addresses behind `t.co`,
    without the addresses that X adds for media. `http://` is left out: X adds it to an address written without."""
    note = tweet.get("note_tweet")
    told = note if isinstance(note, dict) and isinstance(note.get("text"), str) else tweet
    text = told.get("text")
    full = {str(one.get("url")): _long(one) for one in _urls(tweet)}
    plain = text if isinstance(text, str) else ""
    for entity, character in _ENTITIES:
        plain = plain.replace(entity, character)
    return _SHORT.sub(lambda found: full.get(found[0], found[0]), plain).strip()


def _long(entity: Mapping[str, Any]) -> str:
    long = str(entity.get("expanded_url") or entity.get("url"))
    if entity.get("media_key") or _OWN.fullmatch(long):
        return ""
    return long.removeprefix("http://")


def links(tweet: Mapping[str, Any]) -> tuple[str, ...]:
    """The addresses in a post, as its author gave them."""
    return tuple(str(one.get("expanded_url") or one.get("url")) for one in _urls(tweet) if _long(one))


def _urls(tweet: Mapping[str, Any]) -> list[dict[str, Any]]:
    note = tweet.get("note_tweet")
    told = note if isinstance(note, dict) and isinstance(note.get("entities"), dict) else tweet
    entities = told.get("entities")
    urls = entities.get("urls") if isinstance(entities, dict) else None
    return [one for one in urls if isinstance(one, dict)] if isinstance(urls, list) else []


def same(tweet: Mapping[str, Any], text: str) -> bool:
    """Whether a post as X serves it says exactly this, but for what X itself adds: the names before an answer, and
    `http://`."""
    return _bare(written(tweet)) == _bare(text)


def _bare(text: str) -> str:
    return _SCHEME.sub("", _NAMES.sub("", unicodedata.normalize("NFC", text).strip(), count=1))

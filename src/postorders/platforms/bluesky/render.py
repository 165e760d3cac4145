"""A saying as Bluesky will show it: posts of 300 characters in a thread, pictures with words, or one link as a card."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from postorders.platforms.bluesky.facets import spans
from postorders.platforms.can import Can
from postorders.platforms.length import graphemes, length, thread
from postorders.platforms.saying import Lack, Medium, Piece, Rendering, Saying
from postorders.platforms.unseen import unseen
from postorders.words import _

CAN = Can(
    text=300,
    unit="graphemes",
    images=4,
    image_bytes=1_000_000,
    image_types=("image/jpeg", "image/png", "image/webp"),
    alt=2_000,
    threads=True,
    card=True,
    edit="no",
    keys=True,
    sign_in="password",
    token_days=2 / 24,
    per_day=11_666,  # 35,000 points a day, of which a post takes 3
    source="https://docs.bsky.app/docs/advanced-guides/posts",
    as_of="2026-11-22",
)
PLACE = re.compile(r"at://(?P<did>did:[a-z]+:[A-Za-z0-9._:%-]+)/app\.bsky\.feed\.post/(?P<key>[A-Za-z0-9._:~-]{1,512})")
_BYTES = 3_000
_POSTS = 25  # nobody reads a longer thread; the platform sets no limit
_TITLE = 300  # of a card; the platform sets no limit
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")


def render(saying: Saying) -> Rendering:
    """Exactly what would be published on Bluesky. Pictures and the card go with the first post of a thread."""
    text = saying.text.replace("\r\n", "\n").strip()
    lacks = [*_hidden(saying), *_pictures(saying.media), *_linked(saying, text), *_replied(saying)]
    texts, long = _split(text)
    card = saying.link if not saying.media else ""
    if not text and not saying.media and not saying.link:
        lacks.append(Lack(_("There is nothing to say."), _("Write a text, or add a picture.")))
    pieces = tuple(
        Piece(one, tuple(range(len(saying.media))) if at == 0 else (), card if at == 0 else "")
        for at, one in enumerate(texts)
    )
    return Rendering(
        "bluesky", pieces, saying.title.strip() if card else "", saying.media, saying.language, saying.replies,
        (*lacks, *long), tuple(_notes(saying, len(pieces))),
    )  # fmt: skip


def _split(text: str) -> tuple[tuple[str, ...], list[Lack]]:
    """The texts of the thread; where it cannot be one, the whole and what is lacking."""
    many, size = length(text, CAN), len(text.encode("utf-8", "replace"))
    if many > _POSTS * (CAN.text - 10):
        return (text,), [_too_long(many, _POSTS * (CAN.text - 10), _("characters"))]
    if size > _POSTS * _BYTES:
        return (text,), [_too_long(size, _POSTS * _BYTES, _("bytes"))]
    for span in spans(text):
        if span.kind == "link" and span.end - span.start > CAN.text - 10:
            what = _("A link of {count} characters fits in no post.").format(count=span.end - span.start)
            return (text,), [Lack(what, _("Give the link apart from the text: it becomes a card."))]
    for room in (300, 200, 100, 50, 20):
        texts = thread(text, replace(CAN, text=room))
        if all(len(one.encode("utf-8", "replace")) <= _BYTES for one in texts):
            return (texts, []) if len(texts) <= _POSTS else ((text,), [_too_many(len(texts))])
    what = _("A character of the text carries too many marks: Bluesky takes no more than 3,000 bytes a post.")
    return (text,), [Lack(what, _("Write the text anew without decorated letters."))]


def _too_long(many: int, most: int, unit: str) -> Lack:
    what = _("The text has {count} {unit}; a thread of {posts} posts holds about {most}: {over} too many.").format(
        count=f"{many:,}", unit=unit, posts=_POSTS, most=f"{most:,}", over=f"{many - most:,}"
    )
    return Lack(what, _("Put the whole on the department's site, and say here what it is about, with the link."))


def _too_many(posts: int) -> Lack:
    what = _("The text makes a thread of {count} posts: {over} too many.").format(count=posts, over=posts - _POSTS)
    return Lack(what, _("Put the whole on the department's site, and say here what it is about, with the link."))


def _hidden(saying: Saying) -> Iterator[Lack]:
    """Characters that readers do not see, and that make the text read otherwise than it was approved."""
    yield from unseen(saying.text)
    yield from unseen(saying.title, _("the title"))
    yield from unseen(saying.link, _("the link"))
    for one in saying.media:
        yield from unseen(one.alt, _("the description of {name}").format(name=one.name))


def _pictures(media: tuple[Medium, ...]) -> Iterator[Lack]:
    if len(media) > CAN.images:
        what = _("There are {count} pictures; a post on Bluesky carries {most}.").format(
            count=len(media), most=CAN.images
        )
        yield Lack(what, _("Take the most telling ones."))
    for one in media:
        if one.kind != "photo" or one.type not in CAN.image_types:
            what = _("{name} is not a picture that goes to Bluesky from here.").format(name=one.name)
            yield Lack(what, _("Use a JPEG, PNG or WebP; link to a video or a document."))
        elif one.size > CAN.image_bytes:
            what = _("{name} has {size} bytes; Bluesky takes {most}.").format(
                name=one.name, size=f"{one.size:,}", most=f"{CAN.image_bytes:,}"
            )
            yield Lack(what, _("Save it smaller, as a JPEG of at most 2,000 pixels a side."))
        if not one.alt.strip():
            what = _("{name} has no description for those who cannot see it.").format(name=one.name)
            yield Lack(what, _("Say in a sentence what it shows, and write out the words in it."))
        elif len(one.alt) > CAN.alt:
            what = _("The description of {name} has {count} characters; Bluesky takes {most}.").format(
                name=one.name, count=f"{len(one.alt):,}", most=f"{CAN.alt:,}"
            )
            yield Lack(what, _("Shorten it; what does not fit belongs in the text."))


def _linked(saying: Saying, text: str) -> Iterator[Lack]:
    if not saying.link:
        return
    if not _web(saying.link):
        yield Lack(_("The link is not an address of the web."), _("Write it whole: https://www.example.gov/page."))
    elif saying.media and saying.link not in text:
        yield Lack(
            _("Bluesky shows pictures or the card of a link, not both."),
            _("Write the link into the text, or leave the pictures out."),
        )
    if sum(1 for _one in graphemes(saying.title)) > _TITLE:
        yield Lack(_("The title of the card is longer than 300 characters."), _("Shorten it."))


def _web(link: str) -> bool:
    try:
        parts = urlsplit(link)
        return parts.scheme in ("https", "http") and bool(parts.hostname) and not re.search(r"\s", link)
    except ValueError:
        return False


def _replied(saying: Saying) -> Iterator[Lack]:
    if saying.replies and not PLACE.fullmatch(saying.replies):
        what = _("The post to answer is not named as Bluesky names posts.")
        yield Lack(what, _("Choose it from the department's posts on Bluesky."))
    if saying.language and not _LANGUAGE.fullmatch(saying.language):
        yield Lack(_("The language of the post is not known."), _("Choose one, such as English (en)."))


def _notes(saying: Saying, posts: int) -> Iterator[str]:
    if posts > 1:
        yield _("The text is a thread of {count} posts.").format(count=posts)
    if saying.title and (saying.media or not saying.link):
        yield _("Bluesky shows no title; it is left out.")
    if saying.media and saying.link:
        yield _("Beside pictures Bluesky shows no card of the link.")
    if any(span.kind == "mention" for span in spans(saying.text[: _POSTS * _BYTES])):
        yield _("A name with @ becomes a link if there is such an account when the post is sent.")

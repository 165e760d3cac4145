"""What a saying becomes on X, and what bars it. Pure: no clock, no network, no chance."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from postorders.platforms.can import Can
from postorders.platforms.saying import Lack, Medium, Piece, Rendering, Saying
from postorders.platforms.unseen import unseen
from postorders.platforms.x import text as texts
from postorders.platforms.x.api import NUMBER
from postorders.words import _

SECONDS = 140  # the longest video of an account that pays nothing


def render(saying: Saying, can: Can) -> Rendering:
    """Exactly what would be posted, with what bars it."""
    text = _tidy(saying)
    parts = texts.pieces(text, can)
    pieces = [Piece(part) for part in parts or (text,)]
    pieces[0] = Piece(pieces[0].text, tuple(range(len(saying.media))))
    if saying.link and not saying.media:
        pieces = [Piece(one.text, one.media, saying.link if saying.link in one.text else "") for one in pieces]
    lacks = (*_of_text(saying, text, parts, can), *_of_media(saying.media, can))
    media, notes = saying.media, tuple(_notes(saying, text, len(parts)))
    return Rendering("x", tuple(pieces), "", media, saying.language, saying.replies, lacks, notes)


def _tidy(saying: Saying) -> str:
    text = saying.text.replace("\r\n", "\n").strip(" \n")
    if saying.link and saying.link not in text:
        text = f"{text}\n\n{saying.link}".strip()
    return unicodedata.normalize("NFC", text)


def _of_text(saying: Saying, text: str, parts: tuple[str, ...], can: Can) -> Iterator[Lack]:
    if not text and not saying.media:
        yield Lack(_("There is nothing to post."), _("Write a text or add a picture."))
    if not parts:
        over = max(texts.excess(text, can), 1)
        what = _("The text is too long for X: a thread has at most {most} posts, and this is about {over} too long.")
        mend = _("Shorten it, or link to a page that has it in full.")
        yield Lack(what.format(most=texts.PIECES, over=f"{over:,}"), mend)
    if saying.link and (not saying.link.startswith(("https://", "http://")) or saying.link.split() != [saying.link]):
        yield Lack(_("The link is not the address of a page."), _("Give one that begins with https://."))
    if saying.replies and not NUMBER.fullmatch(saying.replies):
        yield Lack(_("The post that this answers has no number of X."), _("Choose the post on X that it answers."))
    yield from unseen(text)


def _of_media(media: tuple[Medium, ...], can: Can) -> Iterator[Lack]:
    videos = sum(1 for one in media if one.kind == "video")
    if videos > 1 or (videos and len(media) > videos) or len(media) > can.images:
        what = _("X takes {most} pictures, or one video by itself.").format(most=can.images)
        yield Lack(what, _("Take some off, or make another post."))
    for one in media:
        yield from _of_photo(one, can) if one.kind == "photo" else _of_other(one, can)
        yield from unseen(one.alt, _("the description of {name}").format(name=one.name))


def _of_photo(one: Medium, can: Can) -> Iterator[Lack]:
    if not one.alt.strip():
        what = _("{name} has no description.").format(name=one.name)
        yield Lack(what, _("Say in a sentence what it shows, for those who cannot see it."))
    if len(one.alt.encode("utf-16-le", "surrogatepass")) // 2 > can.alt:
        what = _("The description of {name} is longer than {most} characters.").format(name=one.name, most=can.alt)
        yield Lack(what, _("Shorten it."))
    yield from _fits(one, can.image_bytes, can.image_types)


def _of_other(one: Medium, can: Can) -> Iterator[Lack]:
    if one.kind != "video":
        yield Lack(_("X takes no file such as {name}.").format(name=one.name), _("Link to a page that has it."))
        return
    if one.seconds > SECONDS:
        what = _("{name} is longer than {most} seconds.").format(name=one.name, most=SECONDS)
        yield Lack(what, _("Cut it, or link to a page that has it in full."))
    yield from _fits(one, can.video, can.video_types)


def _fits(one: Medium, most: int, types: tuple[str, ...]) -> Iterator[Lack]:
    if one.type not in types:
        what = _("X does not take {name}: it is {type}.").format(name=one.name, type=one.type)
        yield Lack(what, _("Save it as {types}.").format(types=", ".join(types)))
    if not 0 < one.size <= most:
        what = _("{name} has {size} bytes; X takes up to {most}.")
        yield Lack(what.format(name=one.name, size=f"{one.size:,}", most=f"{most:,}"), _("Make it smaller."))


def _notes(saying: Saying, text: str, parts: int) -> Iterator[str]:
    if parts > 1:
        yield _("This becomes a thread of {count} posts.").format(count=parts)
    if saying.title:
        yield _("X shows no title; it is left out.")
    if saying.link and saying.media:
        yield _("X shows no preview of the link beside pictures or a video.")
    if any(one.kind == "video" for one in saying.media):
        yield _("Captions are not sent. Make sure that the video can be understood without sound.")
    if "http://" in text:
        yield _("X serves an address with http:// as one without; write https:// where the page has it.")

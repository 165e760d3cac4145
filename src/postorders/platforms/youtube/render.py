"""What a saying becomes on YouTube, and what bars it. Pure: no clock, no network, no chance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from postorders.platforms.can import Can
from postorders.platforms.saying import Lack, Medium, Piece, Rendering, Saying
from postorders.platforms.unseen import unseen
from postorders.platforms.youtube import text as texts
from postorders.words import _


def render(saying: Saying, can: Can) -> Rendering:
    """Exactly what would be published: one video, its title, and the text as its description. No alternative text goes
    with a video."""
    title = saying.title.strip()
    text = _tidy(saying)
    lacks = (*_of_title(title, can), *_of_text(saying, text, can), *_of_media(saying.media, can))
    pieces = (Piece(text, tuple(range(len(saying.media)))),)
    media = tuple(replace(one, alt="") for one in saying.media)
    return Rendering("youtube", pieces, title, media, saying.language, saying.replies, lacks, tuple(_notes(saying)))


def _tidy(saying: Saying) -> str:
    text = saying.text.replace("\r\n", "\n").strip(" \n")
    if saying.link and saying.link not in text:
        text = f"{text}\n\n{saying.link}".strip()
    return text


def _of_title(title: str, can: Can) -> Iterator[Lack]:
    if not title:
        yield Lack(_("A video needs a title."), _("Write one of at most {most} characters.").format(most=can.title))
    if over := max(texts.units(title) - can.title, 0):
        yield Lack(_("The title is {over} characters too long.").format(over=f"{over:,}"), _("Shorten it."))
    if "\n" in title:
        yield Lack(_("The title has more than one line."), _("Write it in one line."))
    yield from _characters(_("the title"), title)


def _of_text(saying: Saying, text: str, can: Can) -> Iterator[Lack]:
    if over := max(texts.octets(text) - can.text, 0):
        what = _("The description is {over} bytes too long; a letter with an accent takes 2 bytes, an emoji 4 or more.")
        yield Lack(what.format(over=f"{over:,}"), _("Shorten it, or link to a page that has it in full."))
    if saying.link and (not saying.link.startswith(("https://", "http://")) or saying.link.split() != [saying.link]):
        yield Lack(_("The link is not the address of a page."), _("Give one that begins with https://."))
    yield from _characters(_("the description"), text)


def _characters(where: str, text: str) -> Iterator[Lack]:
    for sign in "<>":
        if (place := text.find(sign)) >= 0:
            what = _("Character {place} of {where} is {sign}; YouTube takes none.")
            yield Lack(what.format(where=where, sign=sign, place=place + 1), _("Take it out."))
    yield from unseen(text, where)


def _of_media(media: tuple[Medium, ...], can: Can) -> Iterator[Lack]:
    videos = [one for one in media if one.kind == "video"]
    if not videos:
        yield Lack(_("YouTube takes nothing without a video."), _("Add a video, or leave YouTube out."))
    if len(media) > 1:
        what = _("YouTube takes one video and nothing else.")
        yield Lack(what, _("Take the other files off, or publish each video by itself."))
    for one in videos:
        if one.type not in can.video_types:
            what = _("YouTube is not sent {name}: it is {type}.").format(name=one.name, type=one.type)
            yield Lack(what, _("Save it as {types}.").format(types=", ".join(can.video_types)))
        if not 0 < one.size <= can.video:
            what = _("{name} has {size} bytes; up to {most} are sent.")
            mend = _("Make it smaller, or upload it in YouTube Studio.")
            yield Lack(what.format(name=one.name, size=f"{one.size:,}", most=f"{can.video:,}"), mend)


def _notes(saying: Saying) -> Iterator[str]:
    yield _("A video needs captions, and none are sent: add them in YouTube Studio. Automatic ones have errors.")
    if any(one.alt.strip() for one in saying.media):
        yield _("YouTube has no field for a description of the video: it is left out. Say it in the text.")
    yield _("The video is declared as not made for children.")
    yield _("Until Google has audited the application, YouTube keeps what it uploads private.")
    if saying.replies:
        yield _("A video cannot answer another one. Put the address of the earlier video into the description.")

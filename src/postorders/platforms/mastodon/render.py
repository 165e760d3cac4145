"""What a saying becomes on Mastodon, and what it lacks."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from postorders.platforms.length import length, thread
from postorders.platforms.mastodon.limits import CAN, GIF_PIXELS, IMAGE_PIXELS, MOST_PIECES, VIDEO_PIXELS
from postorders.platforms.mastodon.text import has_mention, tidied
from postorders.platforms.saying import Lack, Medium, Piece, Rendering, Saying
from postorders.platforms.unseen import unseen
from postorders.words import _, plural


def render(saying: Saying) -> Rendering:
    """Exactly what would be published, by the limits that Mastodon is delivered with."""
    text = tidied(saying.text)
    if saying.link and saying.link not in text:
        text = f"{text}\n\n{saying.link}" if text else saying.link
    long = length(text, CAN) > CAN.text * MOST_PIECES
    texts = (text,) if long else thread(text, CAN)
    card = saying.link if not saying.media else ""
    pieces = tuple(
        Piece(words, tuple(range(len(saying.media))) if at == 0 else (), card if card and card in words else "")
        for at, words in enumerate(texts)
    )
    return Rendering(
        "mastodon", pieces, media=saying.media, language=saying.language, replies=saying.replies,
        lacks=(*_text(saying, texts, long), *_link(saying), *_media(saying.media)), notes=tuple(_notes(saying, texts)),
    )  # fmt: skip


def _text(saying: Saying, texts: tuple[str, ...], long: bool) -> Iterator[Lack]:
    yield from unseen(saying.text)
    if not texts[0] and not saying.media:
        yield Lack(_("There is nothing to say."), _("Write a text, or add a picture."))
    if long:
        over = length(texts[0], CAN) - CAN.text * MOST_PIECES
        what = _("The text is {count} characters too long for a thread of {pieces} posts.")
        yield Lack(what.format(count=f"{over:,}", pieces=MOST_PIECES), _("Shorten it, or link to a page that has it."))


def _link(saying: Saying) -> Iterator[Lack]:
    if not saying.link:
        return
    try:
        parts = urlsplit(saying.link)
        fine = parts.scheme in ("http", "https") and bool(parts.hostname) and not any(map(str.isspace, saying.link))
    except ValueError:
        fine = False
    if not fine:
        yield Lack(_("The link is not the address of a page."), _("Give it whole, beginning with https://."))
    yield from unseen(saying.link, _("the link"))


def _media(media: tuple[Medium, ...]) -> Iterator[Lack]:
    alone = [one for one in media if one.kind == "video" or one.type == "image/gif"]
    if alone and len(media) > 1:
        yield Lack(_("A video or a GIF goes alone."), _("Leave the other files out, or put them into a second post."))
    if len(media) > CAN.images:
        what = _("{count} files are too many: one post carries {most}.").format(count=len(media), most=CAN.images)
        yield Lack(what, _("Choose the files that matter most."))
    for number, medium in enumerate(media, 1):
        yield from _medium(medium, _('file {number} ("{name}")').format(number=number, name=medium.name))


def _medium(medium: Medium, which: str) -> Iterator[Lack]:
    video = medium.kind == "video"
    types, most = (CAN.video_types, CAN.video) if video else (CAN.image_types, CAN.image_bytes)
    if medium.kind not in ("photo", "video") or medium.type not in types:
        what = _("{which} is of the type {type}, which is not sent to Mastodon.").format(which=which, type=medium.type)
        yield Lack(what, _("Send one of these: {types}.").format(types=", ".join(CAN.image_types + CAN.video_types)))
        return
    if medium.size > most:
        what = _("{which} has {size} bytes; {most} are taken.")
        yield Lack(what.format(which=which, size=f"{medium.size:,}", most=f"{most:,}"), _("Make it smaller."))
    if medium.size <= 0:
        yield Lack(_("{which} is empty.").format(which=which), _("Add it anew."))
    pixels = VIDEO_PIXELS if video else GIF_PIXELS if medium.type == "image/gif" else IMAGE_PIXELS
    if medium.width * medium.height > pixels:
        what = _("{which} has {width} by {height} pixels; {most} in all are taken.")
        filled = what.format(which=which, width=medium.width, height=medium.height, most=f"{pixels:,}")
        yield Lack(filled, _("Make it smaller."))
    yield from _alt(medium, which)


def _alt(medium: Medium, which: str) -> Iterator[Lack]:
    alt = medium.alt.strip()
    if not alt and medium.kind == "photo":
        mend = _("Write what it shows, for those who cannot see it.")
        yield Lack(_("{which} has no alternative text.").format(which=which), mend)
    if (over := len(alt) - CAN.alt) > 0:
        what = plural(
            "The alternative text of {which} is one character too long.",
            "The alternative text of {which} is {count} characters too long.",
            over,
        )
        yield Lack(what.format(which=which, count=f"{over:,}"), _("Shorten it."))
    yield from unseen(medium.alt, _("the alternative text of {which}").format(which=which))


def _notes(saying: Saying, texts: tuple[str, ...]) -> Iterator[str]:
    if len(texts) > 1:
        yield _(
            "This becomes a thread of {count} posts of at most {most} characters, the limit that Mastodon is delivered "
            "with. Your server may have another."
        ).format(count=len(texts), most=CAN.text)
    if saying.title:
        yield _("Mastodon has no titles: the title is left out.")
    if saying.link and saying.media:
        yield _("Mastodon shows no card beside a file: readers see the link alone.")
    if has_mention(saying.text):
        yield _("Readers see an account of another server without its server's name.")
    if any(one.kind == "video" and not one.alt.strip() for one in saying.media):
        yield _("The video has no alternative text.")

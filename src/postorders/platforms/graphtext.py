"""What of a text and its pictures Facebook and Instagram take, and how it comes back."""

from __future__ import annotations

from collections.abc import Iterator

from postorders.platforms.can import Can
from postorders.platforms.length import length
from postorders.platforms.saying import Lack, Medium
from postorders.platforms.unseen import unseen
from postorders.words import _, plural

EXTENSIONS = {"image/jpeg": ".jpg", "image/png": ".png"}


def tidy(text: str) -> str:
    """The text as the platform keeps it: line feeds alone, and no white space at either end."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def fits(text: str, can: Can, label: str) -> tuple[Lack, ...]:
    """A lack that says by how much the text is too long. Neither platform says what it takes for a character: code
    points or, if they are more, the units of UTF-16 are counted."""
    over = max(length(text, can), len(text.encode("utf-16-le", "surrogatepass")) // 2) - can.text
    if not can.text or over <= 0:
        return ()
    what = plural(
        "The text is {over} character too long for {platform}, which takes {most}.",
        "The text is {over} characters too long for {platform}, which takes {most}.",
        over,
    ).format(over=f"{over:,}", platform=label, most=f"{can.text:,}")
    return (Lack(what, _("Shorten it.")),)


def pictures(media: tuple[Medium, ...], can: Can, label: str) -> tuple[Lack, ...]:
    """What the media lack: that they are pictures of a type and size that is taken, each described, not too many."""
    lacks = [lack for medium in media for lack in _picture(medium, can, label)]
    if len(media) > can.images:
        what = _("{platform} takes {most} pictures in one post; here are {count}.").format(
            platform=label, most=can.images, count=len(media)
        )
        lacks.append(Lack(what, _("Take some out, or make a second post.")))
    return tuple(lacks)


def _picture(medium: Medium, can: Can, label: str) -> Iterator[Lack]:
    name = "".join(c for c in medium.name if c.isprintable())[:80]
    if medium.kind != "photo" or not medium.type.startswith("image/"):
        what = _("{name} is no picture; to {platform} only pictures are sent from here.").format(
            name=name, platform=label
        )
        yield Lack(what, _("Take it out, and post it by hand in the platform's own application."))
        return
    if medium.type not in can.image_types:
        types = ", ".join(one.removeprefix("image/").upper() for one in can.image_types)
        what = _("{name} is of a type that {platform} does not take.").format(name=name, platform=label)
        yield Lack(what, _("Save it as {types}.").format(types=types))
    if medium.size > can.image_bytes:
        what = _("{name} has {size} MB; {platform} takes {most} MB.").format(
            name=name, size=f"{medium.size / 1e6:.1f}", platform=label, most=f"{can.image_bytes / 1e6:.1f}"
        )
        yield Lack(what, _("Make the picture smaller."))
    yield from _described(medium, name, can, label)


def _described(medium: Medium, name: str, can: Can, label: str) -> Iterator[Lack]:
    if not medium.alt.strip():
        what = _("{name} has no description for those who cannot see it.").format(name=name)
        yield Lack(what, _("Say in a sentence what the picture shows."))
    if len(medium.alt) > can.alt:
        what = _("The description of {name} is {over} characters too long for {platform}.").format(
            name=name, over=f"{len(medium.alt) - can.alt:,}", platform=label
        )
        yield Lack(what, _("Shorten it."))
    yield from unseen(medium.alt, _("the description of {name}").format(name=name))

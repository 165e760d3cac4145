"""Platforms that take no posts from a program: the desk makes the text, a person posts it there and attests to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NoReturn

from postorders.platforms.can import Can
from postorders.platforms.length import length
from postorders.platforms.platform import Platform
from postorders.platforms.publisher import Asking, Line, Opened
from postorders.platforms.saying import Lack, Medium, Piece, Placed, Rendering, Saying, Served
from postorders.platforms.unseen import unseen
from postorders.platforms.wire import Refused
from postorders.words import _, plural


class Hand:
    """A platform that a person posts to. `render` gives the text to copy; everything else raises Refused."""

    can: Can

    def __init__(self, platform: Platform, can: Can) -> None:
        self.can, self._id, self._label = can, platform.id, platform.label

    def render(self, saying: Saying) -> Rendering:
        """The text to copy, the link below it, and the files to add in order."""
        text = saying.text.replace("\r\n", "\n").replace("\r", "\n").strip()
        if saying.link and saying.link not in text:
            text = f"{text}\n\n{saying.link}" if text else saying.link
        title = saying.title.strip() if self.can.title else ""
        lacks = (*self._words(saying, text, title), *self._files(saying.media))
        piece = Piece(text, tuple(range(len(saying.media))))
        return Rendering(
            self._id, (piece,), title, saying.media, saying.language, saying.replies, lacks, tuple(self._notes(saying))
        )

    def _words(self, saying: Saying, text: str, title: str) -> Iterator[Lack]:
        yield from unseen(saying.text)
        yield from unseen(saying.title, _("the title"))
        if not text and not saying.media:
            yield Lack(_("There is nothing to say."), _("Write a text."))
        if self.can.title_needed and not title:
            yield Lack(_("{platform} wants a title.").format(platform=self._label), _("Write one."))
        for which, given, most in (
            (_("The text"), length(text, self.can), self.can.text),
            (_("The title"), len(title), self.can.title),
        ):
            if most and (over := given - most) > 0:
                what = plural(
                    "{which} is one character too long: {platform} takes {most}.",
                    "{which} is {over} characters too long: {platform} takes {most}.",
                    over,
                ).format(which=which, over=f"{over:,}", platform=self._label, most=f"{most:,}")
                yield Lack(what, _("Shorten it, or link to a page that has the rest."))

    def _files(self, media: tuple[Medium, ...]) -> Iterator[Lack]:
        if len(media) > self.can.images:
            what = _("{platform} takes {most} files with one post, not {count}.")
            filled = what.format(platform=self._label, most=self.can.images, count=len(media))
            yield Lack(filled, _("Choose the files that matter most."))
        for number, medium in enumerate(media, 1):
            which = _('file {number} ("{name}")').format(number=number, name=medium.name)
            if medium.kind == "photo" and not medium.alt.strip():
                what = _("{which} has no alternative text.").format(which=which)
                yield Lack(what, _("Write what it shows, for those who cannot see it."))
            yield from unseen(medium.alt, _("the alternative text of {which}").format(which=which))

    def _notes(self, saying: Saying) -> Iterator[str]:
        yield self._told()
        if saying.title and not self.can.title:
            yield _("{platform} has no titles: the title is left out.").format(platform=self._label)
        if any(one.alt.strip() for one in saying.media) and not self.can.alt:
            yield _("{platform} has no field for alternative text: say in the text what the picture shows.").format(
                platform=self._label
            )

    def _told(self) -> str:
        return _("A person posts this on {platform}, and attests to it here with the address of the post.").format(
            platform=self._label
        )

    def _refuse(self) -> NoReturn:
        raise Refused(self._told())

    def connect(self, settings: Mapping[str, str], answer: str) -> Asking:
        self._refuse()

    def finish(self, settings: Mapping[str, str], keep: Mapping[str, str], given: Mapping[str, str]) -> Opened:
        self._refuse()

    def renew(self, settings: Mapping[str, str], line: Line) -> Opened:
        self._refuse()

    def profile(self, line: Line) -> Opened:
        self._refuse()

    def publish(self, line: Line, rendering: Rendering, key: str, index: int, before: tuple[Placed, ...]) -> Placed:
        self._refuse()

    def find(self, line: Line, rendering: Rendering, key: str, index: int, since: str) -> Placed | None:
        self._refuse()

    def read(self, line: Line, place: Placed) -> Served:
        self._refuse()

    def latest(self, line: Line, count: int) -> tuple[Served, ...]:
        self._refuse()

    def edit(self, line: Line, place: Placed, rendering: Rendering, index: int) -> Placed:
        self._refuse()

    def delete(self, line: Line, place: Placed) -> None:
        self._refuse()

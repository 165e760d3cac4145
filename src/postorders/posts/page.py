"""What a page or profile says: its words by field, and its links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Trouble = Literal["", "login-wall", "script-only", "picture", "empty"]


@dataclass(frozen=True, slots=True)
class Link:
    """One link: where it leads (absolute), its words, and whether it says `rel="me"`."""

    href: str
    text: str = ""
    me: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """What a visitor without a login can read in a page.

    `passages` are (field, words), each field once: `title`, `description`, `name`, `bio`, `contact`, `text`; spans
    count in these words, so the same bytes must always give the same passages. `canonical` is the address that the
    page calls its own. `trouble` says why the page cannot show that something is missing: it hides behind a login,
    is drawn by scripts, is a picture, or holds no words.
    """

    passages: tuple[tuple[str, str], ...] = ()
    links: tuple[Link, ...] = ()
    language: str = ""
    canonical: str = ""
    trouble: Trouble = ""

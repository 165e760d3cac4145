"""Why a page cannot show that something is missing."""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import urlsplit

from postorders.archive.capture import Capture
from postorders.archive.read.markup import ENOUGH, WORD, Markup
from postorders.archive.read.shape import line
from postorders.posts.page import Trouble

_SHELL = 15  # words, below which a page that scripts mount on is taken for an empty shell
_HEADED = re.compile(r"(?:please )?(?:log|sign) ?(?:in|on|up)\b|log into\b|join now\b|login\b")
_ASKED = re.compile(
    r"\b(?:(?:log|sign) ?-?(?:in|up|on|into)|login|join|register|create an account)\b[^.!?]{0,60}?\bto "
    r"(?:continue|see|view|read|follow|connect|keep|find|access|like|start)\b"
    r"|\b(?:must|need to|have to|please) (?:first )?(?:be )?(?:log|sign)(?:ged|ned)? ?-?(?:in|on|up)\b"
    r"|\b(?:please|you must) login\b"
)
_DOORS = {"login", "log-in", "signin", "sign-in", "authwall", "checkpoint", "login.php", "wp-login.php"}
_NEEDS = re.compile(r"java ?script")


def trouble(markup: Markup, capture: Capture, walls: Collection[str] = ()) -> Trouble:
    """The first that holds of: a login wall, a page drawn by scripts, a picture, no words. "" if none does.

    A page that says enough in sentences (not in links, buttons, labels) has no trouble, whatever else is on it:
    `ENOUGH` words. `walls` are phrases by which the platform's own wall is known.
    """
    if markup.sentences >= ENOUGH:
        return ""
    if _walled(markup, capture, walls):
        return "login-wall"
    if _drawn(markup):
        return "script-only"
    if not markup.words:
        return "picture" if markup.pictures else "empty"
    return ""


def worded(words: str, walls: Collection[str] = ()) -> Trouble:
    """The trouble of words that came without markup, such as those of a page that was printed."""
    if not words:
        return "empty"
    return "login-wall" if len(WORD.findall(words[:5_000])) < ENOUGH and _asks(_plain(words), walls) else ""


def _walled(markup: Markup, capture: Capture, walls: Collection[str]) -> bool:
    said = _plain(f"{markup.title} {_described(markup)} {markup.text[:50_000]}")
    if markup.password or _HEADED.match(_plain(markup.title)) or _asks(said, walls):
        return True
    return bool(_doors(capture.final) - _doors(capture.url)) if capture.url else False


def _asks(said: str, walls: Collection[str]) -> bool:
    return bool(_ASKED.search(said)) or any(phrase in said for wall in walls if (phrase := _plain(wall)))


def _described(markup: Markup) -> str:
    return " ".join(markup.metas.get(name, "") for name in ("description", "og:title", "og:description"))[:5_000]


def _drawn(markup: Markup) -> bool:
    if not markup.programs:
        return False
    if not markup.words or (markup.mount and markup.sentences < _SHELL):
        return True
    return bool(_NEEDS.search(_plain("".join(markup.noscript)[:20_000] + markup.text[:20_000])))


def _plain(words: str) -> str:
    return line(words.replace("’", "'")).casefold()


def _doors(url: str) -> set[str]:
    try:
        return _DOORS & set(urlsplit(url).path.lower().split("/"))
    except ValueError:
        return set()

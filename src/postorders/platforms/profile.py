"""A profile as a platform's public interface gives it: which platforms have one, and the pieces their readers share."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol, cast

from postorders.errors import InputError, refuse
from postorders.platforms.links import ending
from postorders.posts.fields import shown
from postorders.posts.page import Link, Page, Trouble
from postorders.posts.readers.markup import read_html
from postorders.words import _

BYTES = 1_000_000
_ADDRESS = 2_000
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_ORIGIN = re.compile(r"https?://[^\s/?#@\\]+")
_HTTP = re.compile(r"https?://[^\s/<>\"\\][^\s<>\"\\]*", re.IGNORECASE)
_BARE = re.compile(
    r"(?<![\w@.:/-])(?:[hH][tT][tT][pP][sS]?://[^\s<>\"\\]+"
    r"|(?:[\w-]{1,63}\.){1,8}(?:[a-z]{2,24}|[A-Z]{2,24})(?![\w@-])(?::[0-9]{1,5})?(?:/[^\s<>\"\\]*)?)"
)
_A = re.compile(r"<(/?)a(?![a-z0-9-])((?:[^<>\"']++|\"[^\"<]*\"|'[^'<]*')*+)>", re.IGNORECASE)
_GIVEN = re.compile(r"(?<![\w-])(href|rel)\s*+=\s*+(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)


class Reader(Protocol):
    """What a platform's `profile` module offers."""

    def source(self, handle: str, host: str = "", base: str = "") -> str:
        """The address that gives the profile to anyone, without a login."""

    def read(self, body: bytes) -> Page:
        """What is said at that address, as a page."""


def reader(platform: str) -> Reader | None:
    """How profiles of a platform (`bluesky`) are read by its public interface; None when it has none."""
    if not platform.isidentifier() or not (Path(__file__).parent / platform / "profile.py").is_file():
        return None
    return cast(Reader, import_module(f"postorders.platforms.{platform}.profile"))


def origin(host: str, base: str = "") -> str:
    """`https://host`, or `base` (`http://127.0.0.1:8080`) where that is given. Raises `InputError` for neither."""
    found = base.rstrip("/") or f"https://{host}"
    if not _ORIGIN.fullmatch(found):
        raise refuse(
            _("{server} is not the name of a server.").format(server=shown(base or host)),
            _("Write the name alone, such as social.example."),
        )
    return found


def answer(body: bytes, platform: str) -> Mapping[str, Any]:
    """The object that a platform answered with. Raises `InputError` where it is none, or is the platform's error."""
    if len(body) > BYTES:
        raise no_profile(platform, _("it is longer than {count} bytes").format(count=f"{BYTES:,}"))
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise no_profile(platform, _("it is not JSON")) from None
    if not isinstance(found, dict):
        raise no_profile(platform, _("it is not a JSON object"))
    if "error" in found:
        said = words(found, "message") or words(found, "error")
        raise no_profile(platform, _("it says {message}").format(message=shown(said)))
    return found


def no_profile(platform: str, why: str) -> InputError:
    """The error for an answer that is no profile, ready to raise."""
    return refuse(
        _("What {platform} answered is not a profile: {why}.").format(platform=platform, why=why),
        _("Open the profile in a browser: if it is there, save the page and upload it; if not, correct the handle."),
    )


def words(data: Mapping[str, Any], name: str) -> str:
    """A text of the answer, or "": as it was written, but for half characters and controls, which nothing can keep."""
    value = data.get(name)
    return _UNFIT.sub("\ufffd", value).replace("\r\n", "\n").strip() if isinstance(value, str) else ""


def address(data: Mapping[str, Any], name: str) -> str:
    """An http or https address of the answer, or ""."""
    return http(words(data, name))


def http(href: str) -> str:
    """The address itself when it is an absolute one of the web, else ""."""
    return href if len(href) <= _ADDRESS and _HTTP.fullmatch(href) else ""


def bare(text: str) -> Iterator[Link]:
    """The web addresses written out in plain text, with or without `https://`; not those of mail or of mentions."""
    for found in _BARE.finditer(text):
        written = text[found.start() : ending(text, found.start(), found.end())]
        if href := http(written if "://" in written else f"https://{written}"):
            yield Link(href, written)


def anchors(html: str) -> Iterator[Link]:
    """The links of a piece of HTML, with their words and whether they say `rel="me"`."""
    opened: tuple[dict[str, str], int] | None = None
    for tag in _A.finditer(html):
        if not tag[1]:
            opened = _given(tag[2]), tag.end()
        elif opened:
            (given, start), opened = opened, None
            if href := http(given.get("href", "")):
                yield Link(href, line(html[start : tag.start()]), "me" in given.get("rel", "").lower().split())


def _given(rest: str) -> dict[str, str]:
    found = ((name.lower(), "".join(value)) for name, *value in _GIVEN.findall(rest))
    return {name: unescape(value).strip() for name, value in found if len(value) <= _ADDRESS}


def line(html: str) -> str:
    """The words of a piece of HTML in one line."""
    return " ".join(read_html(html)[0].split())


def page(
    passages: Iterable[tuple[str, str]], links: Iterable[Link], canonical: str = "", trouble: Trouble = ""
) -> Page:
    """A page of the passages that hold words, and of each link once: one that says `rel="me"` somewhere says it."""
    kept: dict[str, Link] = {}
    for link in links:
        if link.href not in kept or (link.me and not kept[link.href].me):
            kept[link.href] = link
    held = tuple((name, said) for name, said in passages if said)
    return Page(held, tuple(kept.values()), "", canonical, trouble or ("" if held else "empty"))

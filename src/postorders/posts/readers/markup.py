"""HTML turned into the words that a reader of the page sees, with its line breaks.

The scan is linear whatever the input, and what is not plainly a tag stays as words: nothing is lost.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape

_MARK = re.compile(
    r"<!--[^<]*?-->|<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*+)(?P<rest>(?:[^<>\"']++|\"[^\"<]*\"|'[^'<]*')*+)>"
)
_ATTRIBUTE = re.compile(r"(?<![a-zA-Z-])([a-zA-Z-]++)\s*+=\s*+(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_LONG_NUMBER = re.compile(r"&#[0-9]{8,};?")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_PARAGRAPHS = frozenset(
    ("p", "blockquote", "ul", "ol", "pre", "table", "h1", "h2", "h3", "h4", "h5", "h6", "article", "section")
)
_LINES = frozenset(("div", "li", "tr", "figure", "figcaption", "dt", "dd", "hr", "header", "footer"))

_INNER = frozenset(("mention", "hashtag"))


@dataclass(slots=True)
class _Page:
    parts: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    kept: int = 0

    def say(self, words: str) -> None:
        plain = words if self.kept else _SPACE.sub(" ", words)
        self.parts.append(_unescaped(plain))

    def tag(self, name: str, closing: bool, rest: str) -> None:
        if name == "pre":
            self.kept = max(0, self.kept + (-1 if closing else 1))
        if name in _PARAGRAPHS:
            self.parts.append("\n\n")
        elif name in _LINES or name == "br":
            self.parts.append("\n")
        elif name in ("a", "img") and not closing:
            self._show(name, _attributes(rest))

    def _show(self, name: str, given: dict[str, str]) -> None:
        if name == "img":
            self.parts.append(given.get("alt", ""))
        elif (link := given.get("href", "")) and not _INNER & set(given.get("class", "").split()):
            self.links.append(link)

    def text(self) -> str:
        lines = [line.strip(" ") for line in "".join(self.parts).split("\n")]
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n ")


def read_html(html: str) -> tuple[str, tuple[str, ...]]:
    """The words of some HTML, and the addresses it links to (not those of mentions and hashtags)."""
    page = _Page()
    at = 0
    for mark in _MARK.finditer(html):
        page.say(html[at : mark.start()])
        at = mark.end()
        if mark["name"]:
            page.tag(mark["name"].lower(), bool(mark["end"]), mark["rest"])
    page.say(html[at:])
    return page.text(), tuple(dict.fromkeys(page.links))


def _attributes(rest: str) -> dict[str, str]:
    return {name.lower(): _unescaped("".join(value)) for name, *value in _ATTRIBUTE.findall(rest)}


def _unescaped(words: str) -> str:
    return unescape(_LONG_NUMBER.sub("\ufffd", words))

"""HTML as a visitor sees it: visible words in reading order, links, and what the head says."""

from __future__ import annotations

import re

from lxml import etree

from postorders.archive.read.contact import link as contact_link
from postorders.errors import refuse
from postorders.words import _

_LONG = 10_000_000  # bytes beyond which libxml2 would drop words without saying so
_DEEP = 2_000  # elements within one another: browsers stop at 512
_ENDS = 500_000  # closing tags: each may look through all that is open
_KEPT = 1_000_000  # characters of visible words
_MOUNTS = {"root", "app", "__next", "__nuxt", "react-root", "ember-app", "svelte", "q-app", "mount"}
_UNSEEN = set(
    "audio canvas datalist iframe noembed noframes noscript object script style svg template textarea title "
    "video".split()
)
_ASIDE = set("a button footer label nav option select".split())
_BLOCKS = set(
    "address article aside blockquote body br button caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol optgroup option "
    "p pre search section select summary table tbody tfoot thead tr ul".split()
)
_CELLS = {"td", "th"}
_GONE = re.compile(r"(?:display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden)(?![\w-])", re.I)
_INLINED = re.compile(r"data:[\w/+.;=-]{1,200}?;base64,[A-Za-z0-9+/=%\s]*")
WORD = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|\\w+")
ENOUGH = 60  # words in sentences, not in links, from which a page is taken to say something


class TooDeep(Exception):
    """A page whose elements stand in one another beyond reason."""


class Markup:
    """What is gathered while a page is read; lxml calls `start`, `end`, `data` and `close`.

    Nothing is built in memory but words, so neither deep nesting nor many attributes cost more than their length.
    Words hidden by a style sheet cannot be told from others, and are kept.
    """

    def __init__(self) -> None:
        self.metas: dict[str, str] = {}
        self.anchors: list[tuple[str, str, str]] = []  # href, words, rel
        self.scripts: list[str] = []  # of JSON-LD
        self.contact: list[str] = []
        self.base = self.canonical = self.language = ""
        self.title = ""
        self.noscript: list[str] = []
        self.sentences = self.words = self.programs = self.pictures = 0
        self.password = self.mount = False
        self._open: list[tuple[str, bool]] = [("", False)]  # why it is unseen ("" if it is not), aside
        self._pieces: list[str] = []
        self._after_anchor = -1
        self._left = _KEPT
        self._title: list[str] | None = None
        self._structured: list[str] | None = None
        self._anchor: tuple[str, str, list[str]] | None = None

    @property
    def text(self) -> str:
        """The visible words, not yet folded; "\\n" where a block begins or ends."""
        return "".join(self._pieces)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if len(self._open) > _DEEP:
            raise TooDeep
        outside, aside = self._open[-1]
        unseen = outside or (tag if tag in _UNSEEN or _hidden(tag, attributes) else "")
        if tag in _BLOCKS:
            self._separate("\n")
        elif tag in _CELLS:
            self._separate(" ")
        if outside not in {"template", "noscript"} and tag in _TAKEN:
            _TAKEN[tag](self, attributes, bool(unseen))
        self.mount |= "-" in tag or attributes.get("id", "").split("_0_")[0] in _MOUNTS
        self._open.append((unseen, aside or tag in _ASIDE))

    def end(self, tag: str) -> None:
        """An element ends."""
        if len(self._open) > 1:
            self._open.pop()
        if tag == "a":
            self._close_anchor()
        elif tag == "title" and self._title is not None:
            self.title, self._title = self.title or "".join(self._title), None
        elif tag == "script" and self._structured is not None:
            self.scripts.append("".join(self._structured))
            self._structured = None
        self._separate("\n" if tag in _BLOCKS else " " if tag in _CELLS else "")

    def data(self, words: str) -> None:
        """Characters between tags."""
        unseen, aside = self._open[-1]
        if self._structured is not None:
            self._structured.append(words)
        elif self._title is not None:
            self._title.append(words)
        elif not unseen:
            self._visible(words, aside)
        elif unseen == "noscript":
            self.noscript.append(words)

    def close(self) -> Markup:
        """The page ends."""
        self._close_anchor()
        return self

    def _separate(self, by: str) -> None:
        if by and self._pieces and self._pieces[-1] != "\n":
            self._pieces.append(by)

    def _visible(self, words: str, aside: bool) -> None:
        words = words.replace("\n", " ")[: max(self._left, 0)]
        self._left -= len(words)
        self._pieces.append(words)
        if self._anchor is not None:
            self._anchor[2].append(words)
        if self.sentences < ENOUGH:
            count = len(WORD.findall(words))
            self.words += count
            self.sentences += 0 if aside else count

    def _close_anchor(self) -> None:
        if self._anchor is not None:
            href, rel, words = self._anchor
            self.anchors.append((href, "".join(words), rel))
            self._anchor, self._after_anchor = None, len(self._pieces)

    def _a(self, attributes: dict[str, str], unseen: bool) -> None:
        self._close_anchor()
        if self._after_anchor == len(self._pieces):
            self._separate(" ")
        href = attributes.get("href", "")
        self._anchor = (href, attributes.get("rel", ""), [])
        if not unseen and (words := contact_link(href)):
            self.contact.append(words)

    def _area(self, attributes: dict[str, str], _unseen: bool) -> None:
        self.anchors.append((attributes.get("href", ""), attributes.get("alt", ""), attributes.get("rel", "")))

    def _frame(self, attributes: dict[str, str], _unseen: bool) -> None:
        self.anchors.append((attributes.get("src", ""), attributes.get("title", ""), ""))

    def _link(self, attributes: dict[str, str], _unseen: bool) -> None:
        rel = attributes.get("rel", "").lower().split()
        if "canonical" in rel:
            self.canonical = self.canonical or attributes.get("href", "")
        if "me" in rel:
            self.anchors.append((attributes.get("href", ""), attributes.get("title", ""), "me"))

    def _base(self, attributes: dict[str, str], _unseen: bool) -> None:
        self.base = self.base or attributes.get("href", "")

    def _html(self, attributes: dict[str, str], _unseen: bool) -> None:
        self.language = attributes.get("lang") or attributes.get("xml:lang") or ""

    def _meta(self, attributes: dict[str, str], _unseen: bool) -> None:
        for key in ("name", "property", "itemprop", "http-equiv"):
            if name := attributes.get(key, "").strip().lower():
                self.metas.setdefault(name, attributes.get("content", ""))

    def _img(self, attributes: dict[str, str], unseen: bool) -> None:
        self.pictures += not unseen
        alt = " ".join(attributes.get("alt", "").split())
        if alt and not unseen:
            self._visible(f" [{alt}] ", True)

    def _input(self, attributes: dict[str, str], _unseen: bool) -> None:
        self.password |= attributes.get("type", "").strip().lower() == "password"

    def _script(self, attributes: dict[str, str], _unseen: bool) -> None:
        if attributes.get("type", "").split(";")[0].strip().lower() == "application/ld+json":
            self._structured = []
        else:
            self.programs += 1

    def _heading(self, _attributes: dict[str, str], _unseen: bool) -> None:
        if not self.title and self._open[-1][0] != "svg":
            self._title = []


_TAKEN = {
    "a": Markup._a,
    "area": Markup._area,
    "base": Markup._base,
    "frame": Markup._frame,
    "html": Markup._html,
    "iframe": Markup._frame,
    "img": Markup._img,
    "input": Markup._input,
    "link": Markup._link,
    "meta": Markup._meta,
    "script": Markup._script,
    "title": Markup._heading,
}


def _hidden(tag: str, attributes: dict[str, str]) -> bool:
    if "hidden" in attributes or (tag == "dialog" and "open" not in attributes):
        return True
    style = attributes.get("style", "")
    return bool(style and _GONE.search(style))


def parse(text: str) -> Markup:
    """What the HTML in a text shows. Raises InputError where it is larger or deeper than any page people read.

    libxml2 reads it without network, without entities of the page's own, and never as a tree.
    """
    data = text.encode("utf-8", "replace")
    if len(data) > 1_000_000:
        data = _INLINED.sub("data:,", text).encode("utf-8", "replace")
    if len(data) > _LONG or data.count(b"</") > _ENDS:
        raise refuse(_("This page is far larger than pages are."), _("Save the part that matters as a PDF."))
    parser = etree.HTMLParser(target=Markup(), encoding="utf-8", recover=True, no_network=True, huge_tree=False)
    try:
        gathered: Markup = etree.fromstring(data, parser)
    except TooDeep:
        raise refuse(
            _("The elements of this page stand in one another beyond reason."),
            _("Save the page as a PDF or a picture."),
        ) from None
    return gathered

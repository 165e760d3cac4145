"""Where a page leads: its links, made absolute, each once."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urljoin, urlsplit

from postorders.archive.read.shape import fit, line
from postorders.posts.page import Link

MOST = 2_000  # links kept of one page
_LONG = 4_096  # characters of an address; nothing longer leads to an account
_WORDS = 300  # characters kept of a link's words
_BARE = re.compile(
    r"https?://[^\s<>\"'()\[\]{}]{1,2000}|(?<![\w@/.-])www\.[\w-]{1,63}\.[^\s<>\"'()\[\]{}]{1,1000}", re.I
)
_WRAPPED = {
    "l.facebook.com": "u",
    "lm.facebook.com": "u",
    "l.messenger.com": "u",
    "l.instagram.com": "u",
    "l.threads.net": "u",
    "www.youtube.com": "q",
    "youtube.com": "q",
    "www.google.com": "q url",
    "www.linkedin.com": "url",
    "out.reddit.com": "url",
}
_WRAPS = ("/l.php", "/redirect", "/url", "/redir/redirect", "/safety/go", "/", "")


class Links:
    """Collects links in the order in which they come; the first words stand, and one `rel="me"` is enough."""

    def __init__(self, base: str = "") -> None:
        self.base = base
        self._kept: dict[str, Link] = {}

    def add(self, href: object, words: str = "", rel: str = "") -> None:
        """Keep a link, unless it leads to no web page or the page has too many."""
        target = absolute(href, self.base) if isinstance(href, str) else ""
        if not target or (target not in self._kept and len(self._kept) >= MOST):
            return
        known = self._kept.get(target, Link(target))
        me = known.me or "me" in rel.lower().split()
        self._kept[target] = Link(target, known.text or line(words)[:_WORDS].rstrip(), me)

    def all(self) -> tuple[Link, ...]:
        """The links, each address once."""
        return tuple(self._kept.values())

    def bare(self, words: str) -> None:
        """Keep the addresses that are written out in some words."""
        for found in _BARE.finditer(words):
            written = found[0].rstrip(".,;:!?*_")
            self.add(written if "://" in written else f"https://{written}")


def absolute(href: str, base: str = "") -> str:
    """An address in full, out of any platform's "you are leaving" wrapper; "" if it leads to no web page."""
    href = re.sub(r"[\t\n]", "", fit(href.strip(" \t\n\r\f\0")))
    if not href or href.startswith("#") or len(href) > _LONG:
        return ""
    try:
        own = urlsplit(href)
        return _unwrapped(urljoin(base, href)) if own.netloc or not own.scheme else ""
    except ValueError:
        return ""


def _unwrapped(url: str) -> str:
    for _ in range(4):
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            return ""
        names = _WRAPPED.get(parts.hostname, "").split() if parts.path in _WRAPS else []
        asked = parse_qs(parts.query, max_num_fields=50) if names else {}
        inside = next((asked[name][0] for name in names if name in asked), "")
        if not inside.startswith(("http://", "https://")):
            break
        url = inside
    return url

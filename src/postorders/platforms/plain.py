"""A platform's own words of what went wrong, fit to be shown: nothing secret, nothing hidden, one line."""

from __future__ import annotations

from postorders.posts.fields import safe

_MOST = 300  # characters that are shown
_READ = 2000  # characters that are looked at


def plain(text: str, secret: tuple[str, ...] = ()) -> str:
    """One line of at most 300 characters, without the secrets; characters that are not seen are written out, `\\u202e`,
    so that nobody takes the words for others."""
    return safe(" ".join(without(text, secret)[:_READ].split()))[:_MOST]


def without(text: str, secret: tuple[str, ...]) -> str:
    """The text with "…" for each of the secrets, which platforms are known to repeat."""
    for one in sorted(filter(None, secret), key=len, reverse=True):
        text = text.replace(one, "…")
    return text

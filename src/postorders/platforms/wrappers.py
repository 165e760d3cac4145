"""Addresses that only pass a visitor on: the one that is meant stands in their query.

Facts about services that mark or check the links they show.
"""

from __future__ import annotations

import re

from postorders.platforms.url import Url

_MOST = 5
_WRAPPERS = (
    (r"(?:l|lm|m)\.facebook\.com", r"l\.php", "u"),
    (r"(?:www\.|m\.)?facebook\.com", r"l\.php|flx/warn|login|login\.php|login/web", "u next"),
    (r"l\.(?:instagram|threads)\.(?:com|net)", r"", "u"),
    (r"(?:www\.)?instagram\.com", r"linkshim", "u"),
    (r"(?:www\.)?google\.(?:com(?:\.[a-z]{2})?|co\.[a-z]{2}|[a-z]{2})", r"url", "q url"),
    (r"(?:www\.|m\.)?youtube\.com", r"redirect", "q"),
    (r"(?:www\.)?linkedin\.com", r"redir/redirect|safety/go|authwall", "url sessionRedirect"),
    (r"out\.reddit\.com", r".*", "url"),
    (r"(?:[a-z0-9]+\.)?safelinks\.protection\.outlook\.com", r".*", "url"),
    (r"(?:www\.)?tiktok\.com", r"link/v2", "target"),
    (r"(?:www\.)?bing\.com", r"(?:safety/)?redirect", "url"),
    (r"(?:www\.)?duckduckgo\.com", r"l", "uddg"),
    (r"slack-redir\.net", r"link", "url"),
    (r"consent\.(?:youtube|google)\.com", r".*", "continue"),
    (r"go\.bsky\.app", r"redirect", "u"),
)
_READY = tuple((re.compile(host), re.compile(path, re.IGNORECASE), names.split()) for host, path, names in _WRAPPERS)


def meant(url: Url) -> str:
    """The address that a wrapper leads to, or "" where the URL is none."""
    path = "/".join(url.path)
    for host, where, names in _READY:
        if host.fullmatch(url.host) and where.fullmatch(path):
            fields = dict(reversed(url.query))
            return next((fields[name] for name in names if "." in fields.get(name, "")), "")
    return ""


def layers() -> range:
    """How many wrappers may lie around each other."""
    return range(_MOST)

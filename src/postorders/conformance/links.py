"""Links between the official website and the official accounts, both ways."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from postorders.capability import capability
from postorders.errors import InputError
from postorders.platforms.address import address
from postorders.posts.page import Page

LINKS = capability("two-way-links", "Looks on the official website for the links to each official account.")


def linked(page: Page) -> dict[str, bool]:
    """The keys of the accounts that a page links to, and whether a link to each says `rel="me"`."""
    found: dict[str, bool] = {}
    for link in page.links if LINKS.on else ():
        try:
            key = address(link.href).key
        except InputError:
            continue
        found[key] = found.get(key, False) or link.me
    return found


def snippet(accounts: Iterable[tuple[str, str]]) -> str:
    """HTML that links to accounts, given as (label, address), to be put into a page of the official website."""
    items = "\n".join(
        f'  <li><a rel="me" href="{escape(url, quote=True)}">{escape(label)}</a></li>' for label, url in accounts
    )
    return f"<ul>\n{items}\n</ul>\n"

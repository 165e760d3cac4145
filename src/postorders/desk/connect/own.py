"""Whether keys open the account that the register names: by its name, or by its number."""

from __future__ import annotations

import unicodedata
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from postorders.desk.base.act import Refused
from postorders.desk.register.models import Site
from postorders.platforms.library import platforms
from postorders.platforms.platform import Kind
from postorders.platforms.publisher import Opened


def need_own(site: Site, who: Opened, chosen: str = "") -> None:
    """Raises Refused for another account than the register names. `chosen` is the id that a person named where the
    platform does not tell the number by which the register names it."""
    if _is(site, who) or (chosen and who.id == chosen and numbered(site)):
        return
    opens = f"{who.handle or '?'} ({who.id})" if who.id and numbered(site) else who.handle or "?"
    raise Refused(
        _("These keys open %(other)s, not %(own)s.") % {"other": opens, "own": site.url},
        _("Sign out on the platform, and sign in as the account that the register names."),
    )


def numbered(site: Site) -> bool:
    """Whether the register names the account by a number and not by its name."""
    return _kind(site)[1].opaque


def _kind(site: Site) -> tuple[str, Kind]:
    """The kind of name that the register has of an account, "" for its handle."""
    kinds, parts = platforms()[site.platform].kinds, site.key.split(":")
    name = parts[1] if len(parts) > 2 and parts[1] in kinds else ""
    return name, kinds[name]


def _is(site: Site, who: Opened) -> bool:
    """Whether it is this account. A name must be the same, on a platform of many servers the server as well; a number
    must be the one that the platform gives, or the one in the account's address."""
    name, kind = _kind(site)
    if kind.opaque:
        return _folded(site.handle, kind) in [_folded(one, kind) for one in (who.id, who.handle) if one]
    if name and not kind.alias:
        return False
    there, _at, host = who.handle.strip().lstrip("@").partition("@")
    own = site.handle.strip().lstrip("@").partition("@")[0]
    server = host.casefold().partition(":")[0]
    if platforms()[site.platform].anywhere and server not in ("", urlsplit(site.url).hostname):
        return False
    return _folded(there, kind) == _folded(own, kind) != ""


def _folded(name: str, kind: Kind) -> str:
    kept = "".join(c for c in unicodedata.normalize("NFC", name) if c not in kind.ignored)
    return kept if kind.case else kept.casefold()

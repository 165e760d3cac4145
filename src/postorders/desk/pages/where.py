"""Where a page of the official website may be: at a host with a name, not on a platform."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from postorders.desk.base.act import Refused
from postorders.errors import InputError
from postorders.platforms.address import address

LONGEST = 500


def website_at(url: str) -> str:
    """The address of a page of a website. Raises Refused for anything else."""
    text = url.strip()
    parts = _parts(text if "://" in text else f"https://{text}")
    if parts is None or len(text) > LONGEST:
        raise Refused(_("This is not the address of a page."), _("Write it like https://www.example.gov/police."))
    if _bare(parts) and parts.netloc.lower() not in settings.CONFIG.fetch_allow:
        raise Refused(
            _("An official website has a name, and no port of its own."), _("Write it like https://www.example.gov/.")
        )
    try:
        found = address(parts.geturl())
    except InputError as error:
        raise Refused(error.problems[0].what, error.problems[0].mend) from error
    wrapped = parts.netloc.isascii() and found.host not in parts.netloc.lower()
    if found.platform != "website" or wrapped:
        raise Refused(_("This is a page on a platform, not on a website of yours."), _("Enter it as an account."))
    return parts._replace(fragment="").geturl()


def _parts(text: str) -> SplitResult | None:
    """The parts of a web address without a user's name, None for anything else."""
    try:
        parts = urlsplit(text)
        named = parts.hostname and parts.username is None and (parts.port is None or parts.port)
    except ValueError:
        return None
    return parts if named and parts.scheme in ("http", "https") else None


def _bare(parts: SplitResult) -> bool:
    """Whether the host is an IP address, in whatever form, or speaks on a port of its own."""
    host = parts.netloc if parts.netloc.startswith("[") else parts.hostname or ""
    last = host.rstrip(".").rpartition(".")[2]
    return parts.port is not None or host.startswith("[") or last.isdigit() or last.lower().startswith("0x")

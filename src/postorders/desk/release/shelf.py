"""Pictures for a platform that takes none and fetches them: where they lie, and when.

The address has a secret of the release, so that a picture's hash opens nothing; and it opens only while the release is
being sent, and a short while after.
"""

from __future__ import annotations

import ipaddress
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from postorders.desk.connect.models import Connection
from postorders.desk.register.models import Site
from postorders.desk.register.opened import address_of
from postorders.desk.register.shown import platform_name
from postorders.desk.release.models import Release
from postorders.desk.release.plain import rendering_of
from postorders.platforms.publisher import Line, publishers
from postorders.platforms.saying import Medium

AFTER = timedelta(minutes=10)  # a platform may fetch once more after it has published
EXTENSIONS = {"image/jpeg": ".jpg", "image/png": ".png"}
_HERE = ("localhost", "127.0.0.1", "::1")


def secret(row: Release) -> str:
    """The part of the address that nobody guesses: made of the release's own random key."""
    return salted_hmac("postorders.release.shelf", row.key, algorithm="sha256").hexdigest()


def address(row: Release) -> str:
    """Under which address the pictures of a release lie, each by its SHA-256 and `.jpg` or `.png`."""
    given = {"slug": row.department.slug, "release": row.id, "secret": secret(row), "name": "-"}
    return address_of(reverse("release-picture", kwargs=given)).removesuffix("-")


def lent(row: Release, line: Line) -> Line:
    """The line with the address of the pictures, for a platform that fetches them."""
    if not publishers()[row.site.platform].can.fetches:
        return line
    return replace(line, secrets={**line.secrets, "media_base": address(row)})


def lying(row: Release, given: str, name: str, now: datetime) -> Medium | None:
    """The picture that lies there now under a secret and a name; None where none does."""
    if not constant_time_compare(given, secret(row)) or not _open(row, now):
        return None
    media = rendering_of(row).media
    return next((one for one in media if one.type in EXTENSIONS and name == one.sha256 + EXTENSIONS[one.type]), None)


def _open(row: Release, now: datetime) -> bool:
    if not publishers()[row.site.platform].can.fetches:
        return False
    if row.state in ("sending", "unsure"):
        return True
    if row.state == "intended":
        return row.first_tried is not None
    return row.out_at is not None and timedelta(0) <= now - row.out_at < AFTER


def unreachable(site: Site) -> str:
    """Why a platform that fetches pictures cannot fetch them from this desk; "" where it can, or need not."""
    publisher = publishers().get(site.platform)
    if publisher is None or not publisher.can.fetches or _public(settings.CONFIG.address) or _beside(site):
        return ""
    what = _("%(platform)s must be able to fetch the pictures from this desk, and %(address)s is not a public address.")
    return what % {"platform": platform_name(site.platform), "address": settings.CONFIG.address}


def _public(url: str) -> bool:
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme != "https" or "." not in host or host.endswith((".local", ".internal", ".lan", ".localhost")):
        return False
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return True


def _beside(site: Site) -> bool:
    """Whether the account's server is this very machine, as for trying it out."""
    row = Connection.objects.filter(site=site).first()
    return row is not None and urlsplit(row.server).hostname in _HERE

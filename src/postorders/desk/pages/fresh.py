"""Whether what was seen is of the account as it is now: its address, and not too long ago."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from postorders.desk.base.act import Refused
from postorders.desk.pages.look import Seen, leads_to, source
from postorders.desk.pages.models import Kept
from postorders.desk.register.models import Site

OLDEST = timedelta(days=30)  # of a capture that somebody gives their word on


def need_same(site: Site, seen: Seen) -> None:
    """Raises Refused where the account was given another address since the look began. The account's row is locked."""
    key = Site.objects.select_for_update(of=("self",)).values_list("key", flat=True).get(id=site.id)
    if key != (seen.key or site.key):
        raise Refused(_("The account has another address since."), _("Look again."))


def need_fresh(site: Site, capture: Kept) -> None:
    """Raises Refused for a capture of an older day, or of another address than the account has now."""
    if capture.at < timezone.now() - OLDEST:
        what = _("That capture is older than {count} days.").format(count=OLDEST.days)
        raise Refused(what, _("Look at the page now, or bring a new one."))
    asked = source(site).url
    other = asked not in ("", capture.url) if capture.source == "api" else leads_to(site, capture.final or capture.url)
    if other:
        raise Refused(_("That capture is of another address."), _("Look at the page now, or bring a new one."))

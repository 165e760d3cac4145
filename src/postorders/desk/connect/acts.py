"""What is done to the connection of an account. Secrets go into the sealed column and into no entry of the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from postorders.desk.base.act import Done, Refused, act
from postorders.desk.base.person import MACHINE, Person
from postorders.desk.connect import tell
from postorders.desk.connect.models import Application, Connection
from postorders.desk.connect.rights import need_apply, need_connect
from postorders.desk.connect.seal import shut
from postorders.desk.custody.acts import locked
from postorders.desk.register.models import Site
from postorders.platforms.library import platforms
from postorders.platforms.publisher import Opened, publishers

SECRET = ("client_secret",)


@act("connect.application", "{actor_name} entered the department's application on {platform}.", may=["anyone"])
def application(person: Person, platform: str, server: str, given: Mapping[str, str]) -> Done:
    """Keeps the department's own application on a platform, one for each server; its `client_secret` is sealed.

    Raises Refused for a platform that needs none, and for a server where the platform has no others.
    """
    need_apply(person)
    publisher = publishers().get(platform)
    if publisher is None or publisher.can.sign_in != "oauth":
        raise Refused(_("That platform needs no application."), _("Connect the account itself."))
    if server and not platforms()[platform].anywhere:
        raise Refused(_("That platform has no servers to choose from."), _("Leave the server empty."))
    row = Application.objects.select_for_update().filter(platform=platform, server=server).first()
    row = row or Application(platform=platform, server=server)
    row.settings = {name: value.strip() for name, value in given.items() if name not in SECRET}
    if kept := {name: given[name].strip() for name in SECRET if given.get(name)}:
        row.sealed = shut(kept, row.id)
    row.by_id = person.member
    row.save()
    said = {"platform": platform, "server": server, "secret": "yes" if row.sealed else "no"}
    return Done(row, f"application {platform}", said)


@act("connect.begin", "{actor_name} began to connect site {site}, asking for {scopes}.", may=["anyone"])
def begin(person: Person, site: Site) -> Done:
    """Records that somebody set out to connect an account, and what is asked of the platform."""
    found = connectable(person, site)
    can = publishers()[found.platform].can
    return Done(None, found.about, {**_said(found), "scopes": ", ".join(can.scopes)})


@act("connect.finish", "{actor_name} connected site {site} as {handle}: {scopes}.", may=["anyone"])
def finish(person: Person, site: Site, opened: Opened, server: str, chosen: bool = False) -> Done:
    """Seals the keys that the platform gave. `opened` is of the account that the register names: who calls has looked,
    or it was `chosen`: the person said so where the platform does not tell.

    An account that was closed begins anew: what was posted while the desk had no keys is not ours to judge.
    """
    found, now = connectable(person, site), timezone.now()
    row = Connection.objects.select_for_update(of=("self",)).filter(site=found).first() or Connection(site=found)
    if not row._state.adding and not row.sealed:
        row.at = now
    row.server, row.handle, row.known_as = server, opened.handle, opened.id
    row.by_id = person.member
    _take(row, opened, now)
    row.save()
    said = {"handle": row.handle, "known_as": row.known_as, "chosen": "yes" if chosen else "no"}
    more = {"scopes": ", ".join(row.scopes), "expires": str(row.expires or "")}
    return Done(row, found.about, {**_said(found), **said, **more})


@act("connect.renew", "The desk renewed the keys of site {site}, until {expires}.", may=[MACHINE])
def renew(person: Person, connection: Connection, opened: Opened) -> Done:
    """Seals fresh keys before the old ones run out."""
    row = lock(connection)
    _take(row, opened, timezone.now())
    row.save()
    return Done(row, row.site.about, {**_said(row.site), "expires": str(row.expires or "")})


@act("connect.void", "The keys of site {site} no longer work: {why}", may=[MACHINE])
def void(person: Person, connection: Connection, why: str, told: str = "") -> Done:
    """Records that the keys do not open the account any more, and tells those who can connect it anew: `why` in plain
    words, `told` in the platform's own, which the ledger keeps. Raises Refused when that is known."""
    row = lock(connection)
    if row.void:
        raise Refused(_("That is known already."))
    row.void = " ".join(why.split())[:300] or _("The platform gives no reason.")
    row.save(update_fields=["void"])
    tell.voided(row)
    return Done(row, row.site.about, {**_said(row.site), "why": " ".join(told.split())[:300] or row.void})


@act("connect.ending", "The keys of site {site} run out on {expires}; {days} days before, its keepers were told.",
     may=[MACHINE])  # fmt: skip
def ending(person: Person, connection: Connection, days: int, stage: int) -> Done:
    """Tells that a connection which the desk cannot renew runs out. Raises Refused when that was told."""
    row = lock(connection)
    if row.told >= stage:
        raise Refused(_("That is known already."))
    row.told = stage
    row.save(update_fields=["told"])
    tell.ending(row, days)
    return Done(row, row.site.about, {**_said(row.site), "days": days, "expires": str(row.expires)})


@act("connect.close", "{actor_name} closed the connection of site {site}: {why}", may=["anyone"])
def close(person: Person, connection: Connection, why: str) -> Done:
    """Forgets the keys: what was sealed is gone from the row. Raises Refused for who may not, or when it is closed."""
    row = lock(connection)
    need_connect(person, row.site)
    if not row.sealed:
        raise Refused(_("It is closed already."))
    row.sealed, row.expires, row.scopes = b"", None, []
    row.void = _("Closed by {name}. {why}").format(name=person.name, why=why).strip()[:300]
    row.save()
    return Done(row, row.site.about, {**_said(row.site), "why": why})


def lock(connection: Connection) -> Connection:
    """The connection as it is now, held until the act ends. Raises Refused when it is not there."""
    rows = Connection.objects.select_for_update(of=("self",)).select_related("site")
    found: Connection | None = rows.filter(id=connection.id).first()
    if found is None:
        raise Refused(_("This account is not connected."), _("Connect it first."))
    return found


def connectable(person: Person, site: Site) -> Site:
    """The account, held. Raises Refused where it cannot be connected, or not by this person."""
    found = locked(site)
    need_connect(person, found)
    publisher = publishers().get(found.platform)
    if publisher is None or publisher.can.sign_in == "none" or publisher.can.by_hand:
        raise Refused(
            _("%s cannot be connected: people post there by hand.") % found.name,
            _("Release the post; the desk then asks for its address."),
        )
    if found.state != "listed":
        raise Refused(_("%s is not a listed account.") % found.name, _("List it in the register first."))
    return found


def _take(row: Connection, opened: Opened, now: datetime) -> None:
    row.sealed, row.void, row.told, row.renewed = shut(opened.secrets, row.id), "", 0, now
    row.scopes = list(opened.scopes) or row.scopes
    row.expires = parse_datetime(opened.expires) if opened.expires else None


def _said(site: Site) -> dict[str, Any]:
    return {"site": site.number, "name": site.name}

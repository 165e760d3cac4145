"""Connecting an account in two steps, around the platform's own page: what is kept between them belongs to one browser.

The platform is asked outside of any transaction; an act only records what it answered.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, MutableMapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from postorders.desk.base import scope
from postorders.desk.base.act import Refused
from postorders.desk.base.person import Person
from postorders.desk.connect import acts
from postorders.desk.connect.models import Application, Connection
from postorders.desk.connect.own import need_own, numbered
from postorders.desk.connect.seal import Shut, secrets_in
from postorders.desk.register.models import Site
from postorders.platforms.pkce import answers
from postorders.platforms.publisher import Line, publishers
from postorders.platforms.wire import Several, Trouble

KEPT = "connecting"  # where a session keeps it
WHICH = "connecting-which"  # and the accounts of which one is to be chosen
LASTS = 15 * 60  # seconds from the first step to the second


def start(
    person: Person, site: Site, server: str, answer: str, session: MutableMapping[str, Any], chosen: str = ""
) -> str:
    """The first step: the platform's address to send the person to, "" where a form of ours asks (see `asks`).

    `server` is the origin that is asked, "" for the platform's own; `answer` our address that the platform calls back.
    `session` is the browser's: it keeps what the second step needs, for a quarter of an hour. `chosen` is the id of the
    account where a person had to choose. Raises Refused.
    """
    acts.begin(person, site)
    try:
        asking = publishers()[site.platform].connect(settings_for(site, server), answer)
    except Trouble as trouble:
        raise _told(trouble) from trouble
    kept = {"site": str(site.id), "member": str(person.member), "server": server, "chosen": chosen, "at": time.time()}
    session.pop(WHICH, None)
    session[KEPT] = {**kept, "keep": dict(asking.keep)}
    return asking.url


def finish(person: Person, site: Site, given: Mapping[str, str], session: MutableMapping[str, Any]) -> Connection:
    """The second step: `given` is the query that came back, or what the person typed. Whatever comes of it, what was
    kept is used up. Raises Refused when it was begun by another, for another account or too long ago, when the state
    that came back is not the one that left, or when the keys open another account than the register names; where nobody
    can tell which is meant, the question stays in the session (`choices`).
    """
    kept = session.pop(KEPT, None)
    _need_begun(kept, person, site, given)
    publisher, settings = publishers()[site.platform], settings_for(site, kept["server"])
    wanted = kept["chosen"] or site.handle
    try:
        opened = publisher.finish({**settings, "account": wanted}, kept["keep"], given)
        server = kept["keep"].get("server", "") or settings.get("server", "")
        seen = publisher.profile(Line(opened.handle or site.handle, server, opened.secrets))
    except Several as trouble:
        raise _which(site, trouble, session) from trouble
    except Trouble as trouble:
        raise _told(trouble) from trouble
    who = replace(opened, handle=seen.handle or opened.handle, id=seen.id or opened.id)
    need_own(site, who, kept["chosen"])
    connection: Connection = acts.finish(person, site, who, server, bool(kept["chosen"]))
    return connection


def asks(site: Site) -> str:
    """How the account is connected: `oauth`, `password` or `token`; "none" for one that people post to by hand."""
    publisher = publishers().get(site.platform)
    return "none" if publisher is None or publisher.can.by_hand else publisher.can.sign_in


def scopes(site: Site) -> tuple[str, ...]:
    """What the platform is asked to allow, the least that publishing needs; shown before anybody is sent there."""
    publisher = publishers().get(site.platform)
    return publisher.can.scopes if publisher else ()


def settings_for(site: Site, server: str) -> dict[str, str]:
    """The settings of the department's application for an account, its secret opened; only the server where it needs
    none. Raises Refused when the secret does not open with this desk's seal key."""
    rows = Application.objects.filter(platform=site.platform, department_id=scope.current())
    row = rows.filter(server=server).first() or rows.filter(server="").first()
    if row is None:
        return {"server": server} if server else {}
    try:
        hidden = secrets_in(bytes(row.sealed), row.id)
    except Shut as error:
        mend = _("Enter the application's secret again.")
        raise Refused(_("The secret of the department's application cannot be opened."), mend) from error
    return {**row.settings, **hidden, **({"server": server} if server else {})}


def _need_begun(kept: Any, person: Person, site: Site, given: Mapping[str, str]) -> None:
    again = _("Begin to connect the account again, and stay in the same browser.")
    if not kept or kept["site"] != str(site.id) or kept["member"] != str(person.member):
        raise Refused(_("Nobody began to connect this account here."), again)
    if not 0 <= time.time() - kept["at"] <= LASTS:
        raise Refused(_("That took longer than a quarter of an hour."), again)
    if asks(site) == "oauth" and not answers(kept["keep"], given):
        raise Refused(_("What came back is not the answer to what was asked."), again)


def _which(site: Site, trouble: Several, session: MutableMapping[str, Any]) -> Refused:
    """What is said where nobody can tell which of the accounts that were shared is meant: a question, where the
    register names the account by a number, which the platform need not give; else that it is none of them."""
    names = ", ".join(f"{name} ({number})" for number, name in trouble.choices)
    if not numbered(site):
        return Refused(
            _("None of the accounts that you shared is %(own)s: %(names)s.") % {"own": site.url, "names": names},
            _("Connect again and share that account as well, or correct its address in the register."),
        )
    session[WHICH] = {"site": str(site.id), "choices": [list(one) for one in trouble.choices]}
    return Refused(
        _("Which account is %(own)s? You shared %(names)s.") % {"own": site.url, "names": names},
        _("The platform does not tell that number. Choose the account, and go on to the platform once more."),
    )


def choices(site: Site, session: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The accounts among which a person has to choose, by id and name; none where nothing was asked in this browser."""
    kept = session.get(WHICH)
    return [(number, name) for number, name in kept["choices"]] if kept and kept["site"] == str(site.id) else []


def _told(trouble: Trouble) -> Refused:
    return Refused(_("The platform says: %s") % trouble.told, _("Mend that, and begin again."))

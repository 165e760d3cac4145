"""Connecting a Facebook Page, or the Instagram account behind one, through Facebook Login.

A person's short key is changed for one of sixty days, and that for the Page's own key, which alone publishes. Source:
https://developers.facebook.com/docs/facebook-login/guides/access-tokens/get-long-lived."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from postorders.platforms.clean import visible
from postorders.platforms.graph import ORIGIN, VERSION, Graph, identifier, rows, text
from postorders.platforms.pkce import answers
from postorders.platforms.plain import plain
from postorders.platforms.publisher import Asking, Line, Opened
from postorders.platforms.wire import Expired, Refused, Several, Trouble
from postorders.words import _

DIALOG = "https://www.facebook.com"
TOKEN_DAYS = 60
_PAGE = "id,name,username,link,access_token,tasks,instagram_business_account{id,username,name}"
_TASK = "CREATE_CONTENT"
_CHOICES = 25  # accounts among which a person is asked to choose
_NUMBERED = re.compile(r"https://(?:www\.)?facebook\.com/(?:profile\.php\?id=|people/[^/?#]+/)?(\d{5,20})/?")


@dataclass(frozen=True, slots=True)
class Person:
    """Who connects: the long-lived key and its proof, what was allowed, when the key runs out, and the Pages."""

    token: str = field(repr=False)
    proof: str = field(repr=False)
    scopes: tuple[str, ...]
    expires: str
    pages: tuple[Mapping[str, Any], ...] = field(repr=False)


def ask(settings: Mapping[str, str], answer: str, scopes: tuple[str, ...]) -> Asking:
    """The address of the login dialog. `settings`: client_id, client_secret; where Meta gave one for the application,
    config_id (it names the scopes); server for a server other than the platform's."""
    state = secrets.token_urlsafe(32)
    query = {"client_id": _set(settings, "client_id"), "redirect_uri": answer, "state": state, "response_type": "code"}
    config = settings.get("config_id", "")
    query |= {"config_id": config} if config else {"scope": ",".join(scopes), "auth_type": "rerequest"}
    server = settings.get("server", "").rstrip("/")
    dialog = DIALOG if server in ("", ORIGIN) else server
    return Asking(f"{dialog}/{VERSION}/dialog/oauth?{urlencode(query)}", {"state": state, "answer": answer})


def _set(settings: Mapping[str, str], name: str) -> str:
    if value := settings.get(name, ""):
        return value
    what = _("The application's {name} is not set; Meta shows it in the application's basic settings.")
    raise Refused(what.format(name=name))


def person(
    settings: Mapping[str, str], keep: Mapping[str, str], given: Mapping[str, str], scopes: tuple[str, ...], label: str
) -> Person:
    """Who came back from the dialog. Raises Refused for a call that is not the answer to ours, Expired for a permission
    that was not given."""
    if not answers(keep, given):
        raise Refused(_("This answer does not belong to the connection that was begun here. Begin again."))
    if given.get("error") or not given.get("code"):
        raise Refused(_("{platform} was not allowed. Begin again, and confirm every step.").format(platform=label))
    form = {"redirect_uri": keep.get("answer", ""), "code": given["code"].encode(errors="replace").decode()}
    short, _left = _token(settings, form, label)
    return extended(settings, short, scopes, label)


def extended(settings: Mapping[str, str], token: str, scopes: tuple[str, ...], label: str) -> Person:
    """The person with a key that lasts. Raises as `person` does."""
    form = {"grant_type": "fb_exchange_token", "fb_exchange_token": token}
    long, left = _token(settings, form, label)
    proof = proved(_set(settings, "client_secret"), long)
    graph = Graph(settings.get("server", "") or ORIGIN, long, proof, label)
    allowed = granted(graph)
    if missing := [scope for scope in scopes if scope not in allowed]:
        what = _("{platform} was not allowed this: {scopes}. Connect it anew and allow everything that is asked for.")
        raise Expired(what.format(platform=label, scopes=", ".join(missing)))
    listed, _answer = graph.get("me/accounts", _PAGE, limit="100")
    expires = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=left)
    return Person(long, proof, allowed, expires.isoformat(), tuple(rows(listed)))


def _token(settings: Mapping[str, str], form: Mapping[str, str], label: str) -> tuple[str, int]:
    """A key, and the seconds it lasts. Sent as a form: an address would stand in logs."""
    own = {"client_id": _set(settings, "client_id"), "client_secret": _set(settings, "client_secret")}
    graph = Graph(settings.get("server", "") or ORIGIN, label=label)
    try:
        data = graph.post("oauth/access_token", {**own, **form}, public=False)
    except Trouble as error:
        raise type(error)(_without(error.told, [*own.values(), *form.values()]), error.wait) from None
    left, most = data.get("expires_in"), TOKEN_DAYS * 86400
    if not (token := _key(data)):
        raise Refused(_("{platform} gave no key. Begin again.").format(platform=label))
    return token, left if isinstance(left, int) and 0 < left < most else most


def _key(data: Mapping[str, Any]) -> str:
    """The access token in an answer; "" for none, or for what could not stand in a header."""
    token = text(data.get("access_token"))
    return token if token.isascii() and token.isprintable() and " " not in token else ""


def _without(told: str, values: list[str]) -> str:
    for value in values:
        told = told.replace(value, "…") if len(value) > 5 else told
    return told


def proved(secret: str, token: str) -> str:
    """The proof that a request with this key comes from the application. Source:
    https://developers.facebook.com/docs/graph-api/guides/secure-requests."""
    return hmac.new(secret.encode(), token.encode(), hashlib.sha256).hexdigest()


def granted(graph: Graph) -> tuple[str, ...]:
    """What the person whose key it is allowed."""
    listed, _answer = graph.get("me/permissions")
    return tuple(sorted(text(row.get("permission")) for row in rows(listed) if row.get("status") == "granted"))


def chosen(
    pages: tuple[Mapping[str, Any], ...], wanted: str, label: str, own: Callable[[Mapping[str, Any]], Any] = dict
) -> Mapping[str, Any]:
    """The Page that is connected: the one whose account (`own` gives it) is `wanted`, a handle or a number; else the
    only one that was shared. Raises Refused for none, and Several where nobody can tell: several, or one that is wanted
    by a number, since the number in a Page's address need not be the one that the interface gives."""
    able = [page for page in pages if identifier(page.get("id")) and _key(page)]
    if not able:
        what = _("No {platform} account was shared. Connect again, and choose the department's account in the dialog.")
        raise Refused(what.format(platform=label))
    named = [page for page in able if wanted and _is(own(page), wanted)]
    named = named or [page for page in able if wanted and _is(own(page), wanted, ".")]
    if not named and (len(able) > 1 or wanted.isdigit()):
        choices = tuple((text(own(page).get("id")), _called(own(page))) for page in able[:_CHOICES])
        names = ", ".join(f"{name} ({number})" for number, name in choices)
        raise Several(_("It is not certain which account is meant. Shared were: {names}.").format(names=names), choices)
    found = (named or able)[0]
    tasks = found.get("tasks")
    if isinstance(tasks, list) and _TASK not in tasks:
        raise Expired(_("The person who connects may not create content on this Page. Ask its administrator."))
    return found


def _is(shown: Mapping[str, Any], wanted: str, ignored: str = "@") -> bool:
    """Whether an account is the one of this name or number. Periods do not count in the name of a Page."""
    names = (text(shown.get("username")), text(shown.get("id")), in_address(shown))
    return _even(wanted, ignored) in [_even(name, ignored) for name in names if name]


def _even(name: str, ignored: str) -> str:
    return name.strip().lstrip("@").replace(ignored, "").casefold()


def _called(shown: Mapping[str, Any]) -> str:
    return plain(visible(text(shown.get("name")) or text(shown.get("username"))))[:60]


def in_address(shown: Mapping[str, Any]) -> str:
    """The number in the address of a Page without a name of its own, which need not be its id; "" if there is none."""
    found = _NUMBERED.fullmatch(text(shown.get("link")))
    return found[1] if found else ""


def sealed(settings: Mapping[str, str], who: Person, page: Mapping[str, Any], **more: str) -> dict[str, str]:
    """The secrets of a connected account. The application's own secret is not among them, only proofs made with it."""
    token = _key(page)
    proof = proved(_set(settings, "client_secret"), token)
    return {
        "token": token,
        "proof": proof,
        "user": who.token,
        "user_proof": who.proof,
        "page": text(page["id"]),
        **more,
    }


def again(settings: Mapping[str, str], line: Line, scopes: tuple[str, ...], label: str) -> tuple[Person, Any]:
    """The person with a fresh key, and the same Page as before. Raises Expired where it is no longer theirs."""
    if not line.secrets.get("user") or not line.secrets.get("page"):
        raise Expired(_("The {platform} account is not connected. Connect it.").format(platform=label))
    who = extended(
        {**settings, "server": line.server or settings.get("server", "")}, line.secrets["user"], scopes, label
    )
    for page in who.pages:
        if page.get("id") == line.secrets["page"] and _key(page):
            return who, page
    raise Expired(_("The {platform} account is no longer shared. Connect it anew.").format(platform=label))


def scopes_now(line: Line, label: str) -> tuple[str, ...]:
    """What is allowed right now; nothing where the person's own key ran out, which stops no publishing."""
    if not line.secrets.get("user"):
        return ()
    graph = Graph(line.server or ORIGIN, line.secrets["user"], line.secrets.get("user_proof", ""), label)
    try:
        return granted(graph)
    except Expired:
        return ()


def account(secrets: Mapping[str, str], shown: Mapping[str, Any], who: Person) -> Opened:
    """What connecting or renewing gave; `shown` is the Page or the Instagram account."""
    return Opened(secrets, handle(shown), text(shown.get("id")), text(shown.get("name")), who.scopes, who.expires)


def handle(shown: Mapping[str, Any]) -> str:
    """How readers know an account: its name, else the number in its address, else its id."""
    return text(shown.get("username")) or in_address(shown) or text(shown.get("id"))

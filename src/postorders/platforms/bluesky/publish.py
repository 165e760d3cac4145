"""Publishing to Bluesky: each piece is a record under a key of our own choice, so that it can stand there only once.

A post is never edited in place: putting another record under its key would change what people answered and shared
without a trace, and other servers may go on showing the first. A correction is a post that answers it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from postorders.platforms.bluesky import record
from postorders.platforms.bluesky.render import CAN, render
from postorders.platforms.bluesky.talk import SERVER, Talk, end, heard, text, token
from postorders.platforms.clean import visible
from postorders.platforms.publisher import Asking, Line, Opened
from postorders.platforms.saying import Placed, Rendering, Saying, Served
from postorders.platforms.wire import Expired, Gone, Limited, Refused, Trouble, Unavailable, Unknown, send
from postorders.words import _

_APP_PASSWORD = re.compile(r"[a-zA-Z0-9]{4}(?:-[a-zA-Z0-9]{4}){3}")
_NO_HANDLE = "handle.invalid"
_PAGE = 100
_PAGES = 200


class Bluesky:
    """A Bluesky account, opened with an app password. The secrets are `handle`, `did`, `access` and `refresh`."""

    can = CAN

    def render(self, saying: Saying) -> Rendering:
        """See `postorders.platforms.bluesky.render`."""
        return render(saying)

    def connect(self, settings: Mapping[str, str], answer: str) -> Asking:
        """Nobody is sent anywhere: the person types `handle` and `password`, an app password."""
        return Asking("", {"server": settings.get("server", "")})

    def finish(self, settings: Mapping[str, str], keep: Mapping[str, str], given: Mapping[str, str]) -> Opened:
        """Opens a session. The app password is not kept. Raises Refused for a wrong or too mighty password."""
        handle = visible(given.get("handle", "")).strip().removeprefix("@").lower()
        password = given.get("password", "").strip()
        if not _APP_PASSWORD.fullmatch(password):
            raise Refused(
                _("This is not an app password. Make one in Bluesky's settings, under Privacy and security; it looks ")
                + _("like abcd-efgh-ijkl-mnop. The account's own password opens too much to be given away.")
            )
        server = (keep.get("server") or settings.get("server") or SERVER).rstrip("/")
        url = f"{server}/xrpc/com.atproto.server.createSession"
        try:
            answer = send("POST", url, json_body={"identifier": handle, "password": password})
            found = heard(answer, changes=True, hide=(password,))
        except ValueError:
            raise Refused(_("The address of the server begins with https://, as in https://bsky.social.")) from None
        except Unknown as trouble:
            raise Unavailable(trouble.told) from None
        except Expired as trouble:
            raise Refused(
                _("Bluesky does not open {handle} with this password: {told}").format(handle=handle, told=trouble.told)
            ) from None
        return _opened(found, handle)

    def renew(self, settings: Mapping[str, str], line: Line) -> Opened:
        """A new session. The refresh token is new too: whoever keeps the old one loses the account in two hours."""
        return _opened(Talk(line).renew(), line.handle)

    def profile(self, line: Line) -> Opened:
        """The handle of today, the identifier and the display name."""
        talk = Talk(line)
        found = talk.ask("com.atproto.server.getSession")
        did, handle = text(found, "did"), text(found, "handle")
        if found.get("active") is False:
            raise Expired(_("The account is not active: {status}.").format(status=text(found, "status")))
        try:
            shown = talk.get("com.atproto.repo.getRecord", repo=did, collection="app.bsky.actor.profile", rkey="self")
            value = shown[1].get("value")
            name = text(value, "displayName") if isinstance(value, dict) else ""
        except Gone:
            name = ""
        known = handle if handle and handle != _NO_HANDLE else line.handle
        return Opened(line.secrets, known, did, name, (), end(talk.access))

    def publish(self, line: Line, rendering: Rendering, key: str, index: int, before: tuple[Placed, ...]) -> Placed:
        """Creates the record unless it is there. What fails is looked up: the server makes an internal error of a key
        that is taken."""
        if rendering.lacks:
            raise Refused(rendering.lacks[0].what)
        talk, name = Talk(line), record.record_key(key, index)
        if there := _there(talk, rendering, index, name):
            return there
        said = {"repo": talk.did, "collection": record.POSTS, "rkey": name}
        made = record.make(talk, rendering, index, before)
        try:
            found = talk.post("com.atproto.repo.createRecord", {**said, "record": made})
        except Gone as trouble:
            raise Refused(trouble.told) from None
        except (Unknown, Refused) as trouble:
            return _settled(talk, rendering, index, name, trouble)
        at = record.place(talk.did, name, text(found, "cid"))
        if text(found, "uri") != at.id or not at.version:
            return _settled(talk, rendering, index, name, Unknown(_("The server does not say what it published.")))
        return at

    def find(self, line: Line, rendering: Rendering, key: str, index: int, since: str) -> Placed | None:
        """The record under the piece's key: no list is searched, and `since` is not needed."""
        return _there(Talk(line), rendering, index, record.record_key(key, index))

    def read(self, line: Line, place: Placed) -> Served:
        """The record as the account's server gives it to anyone, without a login."""
        return record.fetch(Talk(line), *record.parts(place.id))

    def latest(self, line: Line, count: int) -> tuple[Served, ...]:
        """The latest by the time that each says. A list goes by keys: other programs' keys are times and ours come
        before all of them, so it is asked from both ends."""
        talk = Talk(line)
        found: dict[str, Served] = {}
        for number, one in enumerate(_listed(talk, {}), 1):
            found[_id(one)] = one
            if number >= count:
                break
        for one in _listed(talk, {"reverse": "true"}):
            if not record.is_ours(_id(one).rpartition("/")[2]):
                break
            found[_id(one)] = one
        return tuple(sorted(found.values(), key=_when, reverse=True)[:count])

    def edit(self, line: Line, place: Placed, rendering: Rendering, index: int) -> Placed:
        """Always refused."""
        raise Refused(
            _("A post on Bluesky is not changed in place: readers would not see that it was. ")
            + _("Publish a correction that answers it, or take it down.")
        )

    def delete(self, line: Line, place: Placed) -> None:
        """Deletes the record. The server takes a record that is gone for deleted."""
        talk = Talk(line)
        did, name = record.parts(place.id)
        if did != talk.did:
            raise Refused(_("The post belongs to another account."))
        try:
            talk.post("com.atproto.repo.deleteRecord", {"repo": did, "collection": record.POSTS, "rkey": name})
        except Gone:
            return


def _opened(found: Mapping[str, object], handle: str) -> Opened:
    access, refresh, did = token(found, "accessJwt"), token(found, "refreshJwt"), text(found, "did")
    if not (access and refresh and did.startswith("did:")):
        raise Unavailable(_("The server opened a session and gave no tokens."))
    given = text(found, "handle")
    known = given if given and given != _NO_HANDLE else handle
    return Opened({"handle": known, "did": did, "access": access, "refresh": refresh}, known, did, "", (), end(access))


def _there(talk: Talk, rendering: Rendering, index: int, name: str) -> Placed | None:
    try:
        found = record.fetch(talk, talk.did, name)
    except Gone:
        return None
    if found.text != rendering.pieces[index].text:
        raise Refused(_("Another text stands on Bluesky under the key of this post. Make the post anew."))
    return found.place


def _settled(talk: Talk, rendering: Rendering, index: int, name: str, trouble: Trouble) -> Placed:
    """The piece, if it is there after all; else the trouble that was met."""
    try:
        there = _there(talk, rendering, index, name)
    except (Unavailable, Limited, Expired):
        there = None
    if there is None:
        raise trouble from None
    return there


def _listed(talk: Talk, query: Mapping[str, str]) -> Iterator[Served]:
    """Page after page, while the server goes on from where it was."""
    cursor: dict[str, str] = {}
    for _page in range(_PAGES):
        answer, found = talk.get(
            "com.atproto.repo.listRecords", repo=talk.did, collection=record.POSTS, limit=_PAGE, **query, **cursor
        )
        given = found.get("records")
        if not isinstance(given, list):
            raise Unavailable(_("The server's answer cannot be read."))
        for one in given:
            yield _one(one, answer.url)
        after = text(found, "cursor")
        if not given or after in ("", cursor.get("cursor")):
            return
        cursor = {"cursor": after}


def _one(given: object, url: str) -> Served:
    if not isinstance(given, dict) or not isinstance(given.get("value"), dict):
        raise Unavailable(_("The server's answer cannot be read."))
    at = record.place(*record.parts(text(given, "uri")), text(given, "cid"))
    return record.served(given, url, record.raw(given), at)


def _id(one: Served) -> str:
    return one.place.id if one.place else ""


def _when(one: Served) -> datetime:
    try:
        found = datetime.fromisoformat(one.at)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


PUBLISHER = Bluesky()

"""Publishing on a Mastodon server.

A repeated request makes no second post: each piece is sent with a key of its own (`Idempotency-Key`), which the server
keeps for an hour; after that the piece is looked for among our latest posts.
Source: the pages on statuses and accounts of the Mastodon documentation.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from postorders.platforms.can import Can
from postorders.platforms.mastodon import connect
from postorders.platforms.mastodon.ask import ask, entity, found, moment, token
from postorders.platforms.mastodon.limits import CAN
from postorders.platforms.mastodon.media import upload
from postorders.platforms.mastodon.render import render
from postorders.platforms.mastodon.text import alike, objects, told, words
from postorders.platforms.publisher import Asking, Line, Opened, Publisher
from postorders.platforms.saying import Placed, Rendering, Saying, Served
from postorders.platforms.wire import Expired, Gone, Refused
from postorders.words import _

_WRITES, _READS = "write:statuses", "read:statuses"
_PAGE, _PAGES = 40, 5
_CLOCKS = timedelta(minutes=2)


class Mastodon:
    """A Mastodon server as a Publisher. `pause` and `patience` are seconds: the first wait for a file that the server
    works up, and the longest in all."""

    can: Can = CAN

    def __init__(self, pause: float = 1.0, patience: float = 120.0) -> None:
        self._pause, self._patience = pause, patience

    def render(self, saying: Saying) -> Rendering:
        return render(saying)

    def connect(self, settings: Mapping[str, str], answer: str) -> Asking:
        return connect.begin(settings, answer)

    def finish(self, settings: Mapping[str, str], keep: Mapping[str, str], given: Mapping[str, str]) -> Opened:
        return connect.finish(keep, given)

    def renew(self, settings: Mapping[str, str], line: Line) -> Opened:
        return connect.renew(settings, line)

    def profile(self, line: Line) -> Opened:
        return connect.profile(line)

    def publish(self, line: Line, rendering: Rendering, key: str, index: int, before: tuple[Placed, ...]) -> Placed:
        """Raises ValueError where the pieces before this one have no place yet."""
        if index and len(before) < index:
            raise ValueError(f"Piece {index + 1} goes on from piece {index}, which has no place.")
        post = self._post(line, rendering, index)
        answers = before[index - 1].id if index else rendering.replies
        post |= {"visibility": "public"} | ({"in_reply_to_id": answers} if answers else {})
        headers = {"Idempotency-Key": sha256(f"{key}\n{index}".encode()).hexdigest()}
        try:
            answer = ask(
                "POST", line.server, "/api/v1/statuses", key=token(line), needs=_WRITES, headers=headers, json_body=post
            )
        except Gone as trouble:
            raise Refused(_("{words} The post that this one answers is gone.").format(words=trouble.told)) from None
        return _place(entity(answer))

    def find(self, line: Line, rendering: Rendering, key: str, index: int, since: str) -> Placed | None:
        piece, cut = rendering.pieces[index], moment(since) - _CLOCKS
        alts = tuple(rendering.media[at].alt.strip() for at in piece.media)
        for status in self._own(line, _PAGE * _PAGES, boosts=False):
            if _before(status, cut):
                return None
            if not alike(told(status)[0], piece.text) or _alts(status) != alts:
                continue
            if index or words(status, "in_reply_to_id") == rendering.replies:
                return _place(status)
        return None

    def read(self, line: Line, place: Placed) -> Served:
        """As any reader gets it; with our key only where the server shows nothing to visitors."""
        path = f"/api/v1/statuses/{quote(place.id, safe='')}"
        try:
            answer = ask("GET", line.server, path, needs=_READS)
        except Expired:
            answer = ask("GET", line.server, path, key=token(line), needs=_READS)
        return _served(entity(answer, changes=False), answer.url, answer.type, answer.body)

    def latest(self, line: Line, count: int) -> tuple[Served, ...]:
        """With posts of others that the account passed on; without messages to single persons."""
        served = []
        for status in self._own(line, count, boosts=True):
            if words(status, "visibility") != "direct":
                body = json.dumps(status).encode()
                served.append(
                    _served(status, f"{line.server}/api/v1/statuses/{words(status, 'id')}", "application/json", body)
                )
        return tuple(served)

    def edit(self, line: Line, place: Placed, rendering: Rendering, index: int) -> Placed:
        """The server keeps the earlier versions and shows them. Files are sent anew, so that they are the approved."""
        post = self._post(line, rendering, index)
        path = f"/api/v1/statuses/{quote(place.id, safe='')}"
        return _place(entity(ask("PUT", line.server, path, key=token(line), needs=_WRITES, json_body=post)))

    def delete(self, line: Line, place: Placed) -> None:
        """With its files, which the server would else keep for a day."""
        path = f"/api/v1/statuses/{quote(place.id, safe='')}"
        try:
            ask("DELETE", line.server, path, key=token(line), needs=_WRITES, query={"delete_media": "true"})
        except Gone:
            return

    def _post(self, line: Line, rendering: Rendering, index: int) -> dict[str, Any]:
        if rendering.lacks:
            raise Refused(rendering.lacks[0].what)
        piece, key = rendering.pieces[index], token(line)
        files = [upload(line.server, key, rendering.media[at], self._pause, self._patience) for at in piece.media]
        post = {"status": piece.text, "media_ids": files, "sensitive": False, "spoiler_text": ""}
        language = rendering.language.partition("-")[0].lower()
        return post | ({"language": language} if len(language) in (2, 3) else {})

    def _own(self, line: Line, most: int, boosts: bool) -> Iterator[Mapping[str, Any]]:
        """Our latest posts, newest first, page by page; at most `most`, and at most five pages."""
        key = token(line)
        path = f"/api/v1/accounts/{quote(line.secrets.get('id') or self.profile(line).id, safe='')}/statuses"
        query = {"limit": str(min(most, _PAGE)), "exclude_reblogs": "false" if boosts else "true"}
        for _page in range(_PAGES):
            answer = ask("GET", line.server, path, key=key, needs=_READS, query=query)
            page = [one for one in objects(found(answer, changes=False)) if words(one, "id")]
            for status in page[:most]:
                if boosts or not status.get("reblog"):
                    yield status
            most -= len(page)
            if not page or most <= 0:
                return
            query["max_id"] = words(page[-1], "id")


def _before(status: Mapping[str, Any], cut: Any) -> bool:
    try:
        return bool(moment(words(status, "created_at")) < cut)
    except ValueError:
        return False


def _place(status: Mapping[str, Any]) -> Placed:
    url = words(status, "url")
    seen = url if url.startswith(("https://", "http://")) else ""
    return Placed(words(status, "id"), seen, words(status, "edited_at"))


def _alts(status: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(words(one, "description").strip() for one in objects(status.get("media_attachments")))


def _served(status: Mapping[str, Any], url: str, kind: str, body: bytes) -> Served:
    passed = status.get("reblog")
    shown = passed if isinstance(passed, Mapping) else status
    text, links = told(shown)
    return Served(url, kind, body, text, _alts(shown), links, words(status, "created_at"), _place(status))


PUBLISHER: Publisher = Mastodon()

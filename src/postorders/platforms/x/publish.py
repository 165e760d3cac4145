"""Publishing on X by its interface, version 2.

X knows no key that makes a repeated request harmless. What stands in for it: before any retry our own posts are looked
through for the same words, and X itself refuses the same text twice in a short time.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from postorders.platforms.can import Can
from postorders.platforms.plain import plain
from postorders.platforms.publisher import Asking, Line, Opened
from postorders.platforms.saying import Placed, Rendering, Saying, Served
from postorders.platforms.told import dig, harmless, rows
from postorders.platforms.wire import Answer, Gone, Refused, Unavailable, Unknown
from postorders.platforms.x import api, connect
from postorders.platforms.x import text as texts
from postorders.platforms.x.media import upload
from postorders.platforms.x.render import render
from postorders.words import _

_FIELDS = {
    "tweet.fields": "created_at,entities,attachments,edit_history_tweet_ids,referenced_tweets,note_tweet,author_id",
    "expansions": "attachments.media_keys",
    "media.fields": "alt_text,type,url",
}
_LOOKS = 3  # X's lists lag behind a moment
_PAGES = 5
_CLOCKS = timedelta(minutes=2)  # our clock and X's may differ so much
_FIRST = datetime(2010, 11, 7, tzinfo=UTC)  # X looks no further back
_FRESH = timedelta(minutes=15)  # a duplicate younger than this is an earlier attempt of ours


class X:
    """The publisher. `pause` is the most seconds between two looks at something that is not ready."""

    can = Can(
        text=280, unit="weighted", url_counts=23, images=4, image_bytes=5 << 20,
        image_types=("image/jpeg", "image/png", "image/webp"), alt=1000, video=512 << 20, threads=True, card=True,
        scopes=connect.SCOPES, token_days=2 / 24, per_day=100,
        source="https://docs.x.com/x-api", as_of="2026-11-22",
    )  # fmt: skip

    def __init__(self, pause: float = 5.0) -> None:
        self.pause = pause

    def render(self, saying: Saying) -> Rendering:
        """See Publisher."""
        return render(saying, self.can)

    def connect(self, settings: Mapping[str, str], answer: str) -> Asking:
        """See Publisher."""
        return connect.asking(settings, answer)

    def finish(self, settings: Mapping[str, str], keep: Mapping[str, str], given: Mapping[str, str]) -> Opened:
        """See Publisher."""
        return connect.opened(settings, keep, given)

    def renew(self, settings: Mapping[str, str], line: Line) -> Opened:
        """See Publisher. The old refresh token is void afterwards."""
        return connect.renewed(settings, line)

    def profile(self, line: Line) -> Opened:
        """See Publisher."""
        return connect.profile(line)

    def publish(self, line: Line, rendering: Rendering, key: str, index: int, before: tuple[Placed, ...]) -> Placed:
        """See Publisher. Where X has this very text already, and from a moment ago, that post is the answer."""
        if rendering.lacks or len(before) < index:
            raise Refused(_("This cannot be posted as it is. See what it lacks."))
        body = self._body(line, rendering, index, before)
        try:
            told = api.ask(line, "POST", "/2/tweets", "tweet.write", json_body=body).data()
        except api.Duplicate as trouble:
            return self._again(line, rendering, index, before, trouble)
        number = str(dig(told, "data").get("id", ""))
        if not api.NUMBER.fullmatch(number):
            raise Unknown(_("X took the post and did not say where it stands."))
        return _placed(line, number, number)

    def _body(self, line: Line, rendering: Rendering, index: int, before: tuple[Placed, ...]) -> dict[str, Any]:
        piece = rendering.pieces[index]
        media = [upload(line, rendering.media[one], self.pause) for one in piece.media]
        above = before[index - 1].id if index else rendering.replies
        return {
            **({"text": piece.text} if piece.text else {}),
            **({"media": {"media_ids": media}} if media else {}),
            **({"reply": {"in_reply_to_tweet_id": above}} if above else {}),
        }

    def _again(
        self, line: Line, rendering: Rendering, index: int, before: tuple[Placed, ...], trouble: Refused
    ) -> Placed:
        """The post that X means. Raises Refused where it is an old one, or is not to be found."""
        since = datetime.now(UTC) - _FRESH
        taken = {one.id for one in before}
        found = [one for one in self._looked(line, rendering, index, since) if one.id not in taken]
        if found:
            return found[-1]
        raise Refused(_("X refuses the same text twice. Change the words. X says: {words}").format(words=trouble.told))

    def find(self, line: Line, rendering: Rendering, key: str, index: int, since: str) -> Placed | None:
        """See Publisher. Looks more than once before it says that the piece is not there."""
        found = self._looked(line, rendering, index, _time(since) - _CLOCKS)
        return found[-1] if found else None

    def _looked(self, line: Line, rendering: Rendering, index: int, since: datetime) -> list[Placed]:
        found: list[Placed] = []
        for look in range(_LOOKS):
            if look:
                time.sleep(self.pause)
            for tweet, _media, _answer in self._own(line, since, _PAGES * 100):
                if _time(str(tweet.get("created_at", ""))) >= since and _same(tweet, rendering, index):
                    found.append(_placed(line, str(tweet.get("id")), _version(tweet)))
            if found:
                break
        return found

    def _own(
        self, line: Line, since: datetime | None, most: int
    ) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]], Answer]]:
        """Our posts, newest first, each with its media and the answer that it came in."""
        number = line.secrets.get("id") or self.profile(line).id
        query: dict[str, Any] = {**_FIELDS, "max_results": min(max(most, 5), 100)}
        if since and since > _FIRST:
            query["start_time"] = since.strftime("%Y-%m-%dT%H:%M:%SZ")
        for _page in range(_PAGES):
            with harmless():
                answer = api.ask(line, "GET", f"/2/users/{number}/tweets", "tweet.read", query=query)
                told = answer.data()
            media = {str(one.get("media_key")): one for one in rows(dig(told, "includes"), "media")}
            for tweet in rows(told, "data"):
                if api.NUMBER.fullmatch(str(tweet.get("id", ""))):
                    yield tweet, [media[key] for key in _keys(tweet) if key in media], answer
            following = dig(told, "meta").get("next_token")
            if not isinstance(following, str) or not following:
                return
            query["pagination_token"] = following

    def read(self, line: Line, place: Placed) -> Served:
        """See Publisher. Of a post that was edited on X, what stands there now; its version tells."""
        tweet, media, answer = self._one(line, place.id)
        newest = _version(tweet)
        if newest != place.id and api.NUMBER.fullmatch(newest):
            tweet, media, answer = self._one(line, newest)
        return _served(tweet, media, answer, answer.body, _placed(line, place.id, newest))

    def _one(self, line: Line, number: str) -> tuple[dict[str, Any], list[dict[str, Any]], Answer]:
        if not api.NUMBER.fullmatch(number):
            raise Gone(_("X has no post without a number."))
        with harmless():
            answer = api.ask(line, "GET", "/2/tweets", "tweet.read", query={"ids": number, **_FIELDS})
            told = answer.data()
            tweet = next((one for one in rows(told, "data") if one.get("id") == number), None)
            if tweet is None:
                _absent(told)
                raise Unknown(_("X answered without the post."))
        return tweet, rows(dig(told, "includes"), "media"), answer

    def latest(self, line: Line, count: int) -> tuple[Served, ...]:
        """See Publisher. Posts of others that the account passed on are among them."""
        found: list[Served] = []
        for tweet, media, answer in self._own(line, None, count) if count > 0 else ():
            body = json.dumps({"data": tweet, "includes": {"media": media}}, separators=(",", ":")).encode()
            found.append(_served(tweet, media, answer, body, _placed(line, str(tweet["id"]), _version(tweet))))
            if len(found) >= count:
                break
        return tuple(found)

    def edit(self, line: Line, place: Placed, rendering: Rendering, index: int) -> Placed:
        """X has no way to change a post by its interface: always Refused."""
        raise Refused(_("A post on X cannot be changed. Answer it with a correction, or take it down."))

    def delete(self, line: Line, place: Placed) -> None:
        """See Publisher."""
        if not api.NUMBER.fullmatch(place.id):
            return
        try:
            told = api.ask(line, "DELETE", f"/2/tweets/{place.id}", "tweet.write").data()
            if dig(told, "data").get("deleted") is not True:
                _absent(told)
                raise Unknown(_("X did not say that the post was taken down."))
        except Gone:
            return


def _absent(told: Any) -> None:
    for one in rows(told, "errors"):
        kind = str(one.get("type", "")).rpartition("/")[2]
        words = plain(str(one.get("detail") or one.get("title") or ""))
        if kind == "resource-not-found":
            raise Gone(words)
        if kind in ("not-authorized-for-resource", "resource-unavailable"):
            raise Unavailable(words)


def _keys(tweet: Mapping[str, Any]) -> list[str]:
    keys = dig(tweet, "attachments").get("media_keys")
    return [str(one) for one in keys] if isinstance(keys, list) else []


def _same(tweet: Mapping[str, Any], rendering: Rendering, index: int) -> bool:
    piece = rendering.pieces[index]
    above = [str(one.get("id")) for one in rows(tweet, "referenced_tweets") if one.get("type") == "replied_to"]
    answers = above == [rendering.replies] if rendering.replies and not index else bool(above) == bool(index)
    return answers and len(_keys(tweet)) == len(piece.media) and texts.same(tweet, piece.text)


def _version(tweet: Mapping[str, Any]) -> str:
    history = tweet.get("edit_history_tweet_ids")
    return str(history[-1]) if isinstance(history, list) and history else str(tweet.get("id"))


def _placed(line: Line, number: str, version: str) -> Placed:
    who = line.handle if api.HANDLE.fullmatch(line.handle) else "i"
    return Placed(number, f"https://x.com/{who}/status/{number}", version)


def _served(
    tweet: Mapping[str, Any], media: list[dict[str, Any]], answer: Answer, body: bytes, place: Placed
) -> Served:
    ordered = {str(one.get("media_key")): str(one.get("alt_text") or "") for one in media}
    alts = tuple(ordered[key] for key in _keys(tweet) if key in ordered)
    at = str(tweet.get("created_at") or "")
    return Served(answer.url, answer.type, body, texts.written(tweet), alts, texts.links(tweet), at, place)


def _time(text: str) -> datetime:
    """A moment of ISO 8601; what is none, or has no zone, is taken for long ago."""
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        when = datetime(1970, 1, 1, tzinfo=UTC)
    return when if when.tzinfo else when.replace(tzinfo=UTC)


PUBLISHER = X()

"""Publishing a video on YouTube by its Data API, version 3.

YouTube knows no key that makes a repeated upload harmless. What stands in for it: an upload whose end got lost is asked
after in its own session, and before any retry the channel's uploads are looked through for the same title and text.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from postorders.platforms.can import Can
from postorders.platforms.links import links
from postorders.platforms.plain import plain
from postorders.platforms.publisher import Asking, Line, Opened
from postorders.platforms.saying import Placed, Rendering, Saying, Served
from postorders.platforms.told import dig, harmless, rows
from postorders.platforms.wire import Answer, Expired, Gone, Refused, Unknown
from postorders.platforms.youtube import api, connect
from postorders.platforms.youtube import text as texts
from postorders.platforms.youtube.media import upload
from postorders.platforms.youtube.render import render
from postorders.words import _

_VIDEOS = "/youtube/v3/videos"
_NEWS = "25"  # the category of news and politics
_LOOKS = 3  # the list of uploads lags behind a moment
_PAGES = 4
_CLOCKS = timedelta(minutes=2)  # our clock and YouTube's may differ so much
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,2}")
_KEPT = ("categoryId", "tags", "defaultLanguage", "defaultAudioLanguage")  # of a snippet, when title and text change


class YouTube:
    """The publisher. `pause` is the most seconds between two looks or tries. The file is held in memory while it is
    sent: that is why the most bytes are fewer than the 256 GB that YouTube takes."""

    can = Can(
        text=5000, title=100, title_needed=True, media_needed=True, image_types=(), video=2 << 30,
        video_types=("video/mp4", "video/quicktime", "video/webm"), edit="silent", scopes=connect.SCOPES,
        token_days=1 / 24, per_day=6, source="https://developers.google.com/youtube/v3/docs", as_of="2026-11-22",
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
        """See Publisher."""
        return connect.renewed(settings, line)

    def profile(self, line: Line) -> Opened:
        """See Publisher."""
        return connect.profile(line)

    def publish(self, line: Line, rendering: Rendering, key: str, index: int, before: tuple[Placed, ...]) -> Placed:
        """See Publisher. YouTube may keep the video private all the same: `read` says so."""
        if rendering.lacks or index or len(rendering.media) != 1:
            raise Refused(_("This cannot be published as it is. See what it lacks."))
        snippet = {"title": rendering.title, "description": rendering.pieces[0].text, "categoryId": _NEWS}
        if _LANGUAGE.fullmatch(rendering.language):
            snippet["defaultLanguage"] = rendering.language
        about = {"snippet": snippet, "status": {"privacyStatus": "public", "selfDeclaredMadeForKids": False}}
        told = upload(line, rendering.media[0], about, self.pause)
        return _placed({"id": told["id"], "snippet": {**snippet, **dig(told, "snippet")}})

    def find(self, line: Line, rendering: Rendering, key: str, index: int, since: str) -> Placed | None:
        """See Publisher. Finds a video that is kept private as well. Looks more than once before it says no."""
        earliest = _time(since) - _CLOCKS
        for look in range(_LOOKS):
            if look:
                time.sleep(self.pause)
            found = [
                _placed(video)
                for video, _answer in self._own(line, _PAGES * 50)
                if _when(video) >= earliest and _same(video, rendering)
            ]
            if found:
                return found[-1]
        return None

    def _own(self, line: Line, most: int) -> Iterator[tuple[dict[str, Any], Answer]]:
        """Our videos, newest first, each with the answer that it came in."""
        uploads = line.secrets.get("uploads") or self.profile(line).secrets.get("uploads", "")
        if not uploads:
            raise Expired(_("YouTube does not say where the channel's uploads are listed. Connect the channel anew."))
        query: dict[str, Any] = {"part": "contentDetails", "playlistId": uploads, "maxResults": min(max(most, 1), 50)}
        for _page in range(_PAGES):
            told = self._list(line, "/youtube/v3/playlistItems", query)
            numbers = [str(dig(one, "contentDetails").get("videoId", "")) for one in rows(told, "items")]
            yield from self._videos(line, [one for one in numbers if api.VIDEO.fullmatch(one)])
            following = told.get("nextPageToken") if isinstance(told, dict) else None
            if not isinstance(following, str) or not following:
                return
            query["pageToken"] = following

    def _list(self, line: Line, path: str, query: Mapping[str, Any]) -> Any:
        try:
            with harmless():
                return api.ask(line, "GET", path, api.READ, query=query).data()
        except Gone:
            return {}  # a channel without videos has no list of them

    def _videos(self, line: Line, numbers: list[str]) -> Iterator[tuple[dict[str, Any], Answer]]:
        if not numbers:
            return
        with harmless():
            query = {"part": "snippet,status", "id": ",".join(numbers)}
            answer = api.ask(line, "GET", _VIDEOS, api.READ, query=query)
            items = {str(one.get("id")): one for one in rows(answer.data(), "items")}
        yield from ((items[one], answer) for one in numbers if one in items)

    def _one(self, line: Line, number: str) -> tuple[dict[str, Any], Answer]:
        for found in self._videos(line, [number] if api.VIDEO.fullmatch(number) else []):
            return found
        raise Gone(_("YouTube has no such video any more."))

    def read(self, line: Line, place: Placed) -> Served:
        """See Publisher. A video that stands and that the public cannot find is served as `hidden`; one that YouTube
        took down or could not make is Gone."""
        video, answer = self._one(line, place.id)
        if lost := _lost(video):
            raise Gone(lost)
        return _served(video, answer, answer.body)

    def latest(self, line: Line, count: int) -> tuple[Served, ...]:
        """See Publisher. Videos that the public cannot find are left out."""
        found: list[Served] = []
        for video, answer in self._own(line, count) if count > 0 else ():
            if not _lost(video) and not _hidden(video):
                body = json.dumps({"items": [video]}, separators=(",", ":")).encode()
                found.append(_served(video, answer, body))
            if len(found) >= count:
                break
        return tuple(found)

    def edit(self, line: Line, place: Placed, rendering: Rendering, index: int) -> Placed:
        """Changes title and description; the video itself cannot be changed. Tags, category and languages stay."""
        if rendering.lacks or index:
            raise Refused(_("This cannot be published as it is. See what it lacks."))
        video, _answer = self._one(line, place.id)
        old = dig(video, "snippet")
        snippet = {"categoryId": _NEWS, **{name: old[name] for name in _KEPT if old.get(name)}}
        snippet |= {"title": rendering.title, "description": rendering.pieces[0].text}
        body = {"id": place.id, "snippet": snippet}
        told = api.ask(line, "PUT", _VIDEOS, api.CHANGE, query={"part": "snippet"}, json_body=body).data()
        if dig(told).get("id") != place.id:
            raise Unknown(_("YouTube did not say that the video was changed."))
        return _placed({"id": place.id, "snippet": {**snippet, **dig(told, "snippet")}})

    def delete(self, line: Line, place: Placed) -> None:
        """See Publisher."""
        if not api.VIDEO.fullmatch(place.id):
            return
        try:
            api.ask(line, "DELETE", _VIDEOS, api.CHANGE, query={"id": place.id})
        except Gone:
            return


def _words(video: Mapping[str, Any]) -> tuple[str, str]:
    snippet = dig(video, "snippet")
    return str(snippet.get("title") or ""), str(snippet.get("description") or "")


def _same(video: Mapping[str, Any], rendering: Rendering) -> bool:
    title, text = _words(video)
    return texts.alike(title, rendering.title) and texts.alike(text, rendering.pieces[0].text)


def _lost(video: Mapping[str, Any]) -> str:
    """Why there is no video any more, "" where there is one."""
    status = dig(video, "status")
    state = status.get("uploadStatus")
    if state not in ("deleted", "failed", "rejected"):
        return ""
    why = plain(str(status.get("rejectionReason") or status.get("failureReason") or state))
    return _("YouTube does not show the video: {why}.").format(why=why)


def _hidden(video: Mapping[str, Any]) -> str:
    """Why the public does not find a video that stands, "" where it does. YouTube locks what an application uploads
    that Google has not audited: source https://developers.google.com/youtube/v3/docs/videos/insert (2026-11-22)."""
    status = dig(video, "status").get("privacyStatus")
    if status == "private":
        return _(
            "Only you can see the video: it is private. Make it public in YouTube Studio. Where YouTube refuses that, "
            "it locked the video because Google has not audited the department's application: upload it by hand, or "
            "have the application audited and publish it again."
        )
    if status == "unlisted":
        return _("Only who has its address can see the video: it is unlisted. Make it public in YouTube Studio.")
    return ""


def _placed(video: Mapping[str, Any]) -> Placed:
    number = str(video["id"])
    return Placed(number, f"https://www.youtube.com/watch?v={number}", texts.version(*_words(video)))


def _served(video: Mapping[str, Any], answer: Answer, body: bytes) -> Served:
    """What YouTube serves of a video. It has no alternative text: a video that readers see counts as one file without,
    and one that is hidden as none, so that it never passes for what was approved."""
    text, hidden = _words(video)[1], _hidden(video)
    at = str(dig(video, "snippet").get("publishedAt") or "")
    alts = () if hidden else ("",)
    return Served(answer.url, answer.type, body, text, alts, links(text), at, _placed(video), hidden)


def _when(video: Mapping[str, Any]) -> datetime:
    return _time(str(dig(video, "snippet").get("publishedAt") or ""))


def _time(text: str) -> datetime:
    """A moment of ISO 8601; what is none, or has no zone, is taken for long ago."""
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        when = datetime(1970, 1, 1, tzinfo=UTC)
    return when if when.tzinfo else when.replace(tzinfo=UTC)


PUBLISHER = YouTube()

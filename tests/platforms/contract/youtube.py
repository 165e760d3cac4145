"""YouTube's Data API as its documentation describes it: https://developers.google.com/youtube/v3/docs, read on 2026-11-22.

One channel, Google's OAuth 2.0 with PKCE and a lasting refresh token, resumable uploads, videos with snippet and
status, the list of uploads, and Google's form of error. `lag` is how many reads of the list a new video stays out of
it; `audited` says whether uploads become public; `takes` is how many bytes of a part arrive, None for all.
"""

from __future__ import annotations

import base64
import hashlib
import re
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.platforms.contract.server import Asked, Contract, Reply

CLIENT, SECRET = "department.apps.example", "app-secret-5150"
AUTH = "https://www.googleapis.com/auth/"
UPLOAD, READ, CHANGE = (f"{AUTH}youtube.{name}" for name in ("upload", "readonly", "force-ssl"))
CHANNEL, UPLOADS = "UCfultonGrovePolice_-001", "UUfultonGrovePolice_-001"


@dataclass
class Video:
    number: str
    snippet: dict[str, Any]
    status: dict[str, Any]
    body: bytes
    lag: int = 0


@dataclass
class Session:
    about: dict[str, Any]
    size: int
    got: bytearray = field(default_factory=bytearray)
    made: str = ""


def error(status: int, reason: str, message: str = "It went wrong.") -> Reply:
    inner = {"message": message, "domain": "youtube", "reason": reason}
    return Reply({"error": {"code": status, "message": message, "errors": [inner]}}, status)


def rpc(status: int, reason: str, kind: str) -> Reply:
    info = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": reason, "domain": "googleapis.com"}
    return Reply({"error": {"code": status, "message": "Refused.", "status": kind, "details": [info]}}, status)


class YouTubeContract(Contract):
    def __init__(self, lag: int = 0) -> None:
        super().__init__()
        self.lag, self.audited, self.takes = lag, True, None
        self.granted = [UPLOAD, READ, CHANGE]
        self.codes: dict[str, tuple[str, str]] = {}
        self.access: dict[str, float] = {}
        self.refresh: set[str] = set()
        self.videos: dict[str, Video] = {}
        self.sessions: dict[str, Session] = {}
        self.channel = True
        self._number = 1000
        videos = "/youtube/v3/videos"
        self.routes = [
            ("POST", "/token", self.token),
            ("GET", "/youtube/v3/channels", self.channels),
            ("POST", f"/upload{videos}", self.begin),
            ("PUT", f"/upload{videos}", self.part),
            ("GET", videos, self.listed),
            ("PUT", videos, self.update),
            ("DELETE", videos, self.remove),
            ("GET", "/youtube/v3/playlistItems", self.items),
        ]

    def fresh(self) -> str:
        self._number += 1
        return str(self._number)

    def allow(self, url: str) -> dict[str, str]:
        """What a person's consent on the page at `url` sends back."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        assert query["response_type"] == "code" and query["code_challenge_method"] == "S256"
        assert query["access_type"] == "offline" and query["client_id"] == CLIENT
        code = f"4/code-{self.fresh()}"
        self.codes[code] = (query["code_challenge"], query["redirect_uri"])
        return {"code": code, "state": query["state"], "scope": query["scope"]}

    def token(self, asked: Asked) -> Reply:
        form = asked.form
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT, SECRET):
            return Reply({"error": "invalid_client", "error_description": "The OAuth client was not found."}, 401)
        told: dict[str, Any] = {"expires_in": 3599, "token_type": "Bearer", "scope": " ".join(self.granted)}
        if form.get("grant_type") == "authorization_code":
            challenge, answer = self.codes.pop(form.get("code", ""), ("", ""))
            proof = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
            if not challenge or proof.rstrip(b"=").decode() != challenge or form.get("redirect_uri") != answer:
                return Reply({"error": "invalid_grant", "error_description": "Malformed auth code."}, 400)
            told["refresh_token"] = f"1//refresh-{self.fresh()}"
            self.refresh.add(told["refresh_token"])
        elif form.get("refresh_token", "") not in self.refresh:
            return Reply({"error": "invalid_grant", "error_description": "Token has been expired or revoked."}, 400)
        told["access_token"] = f"ya29.access-{self.fresh()}"
        self.access[told["access_token"]] = time.time() + 3599
        return Reply(told)

    def barred(self, asked: Asked, *scopes: str) -> Reply | None:
        if self.access.get(asked.token, 0) < time.time():
            return error(401, "authError", "Invalid Credentials")
        if not set(scopes) & set(self.granted):
            return rpc(403, "ACCESS_TOKEN_SCOPE_INSUFFICIENT", "PERMISSION_DENIED")
        return None

    def channels(self, asked: Asked) -> Reply:
        if barred := self.barred(asked, READ, CHANGE):
            return barred
        if asked.query.get("mine") != "true" or not self.channel:
            return Reply({"kind": "youtube#channelListResponse"})
        snippet = {"title": "Fulton Grove Police", "customUrl": "@fultongrovepd"}
        related = {"relatedPlaylists": {"likes": "", "uploads": UPLOADS}}
        return Reply({"items": [{"id": CHANNEL, "snippet": snippet, "contentDetails": related}]})

    def flawed(self, snippet: dict[str, Any]) -> Reply | None:
        title, text = snippet.get("title", ""), snippet.get("description", "")
        if not title.strip() or len(title) > 100 or re.search("[<>]", title):
            return error(400, "invalidTitle", "The request metadata specifies an invalid or empty video title.")
        if len(text.encode()) > 5000 or re.search("[<>]", text):
            return error(400, "invalidDescription", "The request metadata specifies an invalid video description.")
        if not snippet.get("categoryId"):
            return error(400, "invalidCategoryId", "The snippet.categoryId property specifies an invalid category ID.")
        return None

    def begin(self, asked: Asked) -> Reply:
        barred = self.barred(asked, UPLOAD, CHANGE)
        if barred or (barred := self.flawed(asked.data["snippet"])):
            return barred
        if asked.query.get("uploadType") != "resumable" or asked.query.get("part") != "snippet,status":
            return error(400, "unexpectedPart")
        number = f"session-{self.fresh()}"
        self.sessions[number] = Session(asked.data, int(asked.headers["x-upload-content-length"]))
        where = f"{self.base}/upload/youtube/v3/videos?uploadType=resumable&upload_id={number}"
        return Reply(b"", 200, {"Location": where})

    def part(self, asked: Asked) -> Reply:
        session = self.sessions.get(asked.query.get("upload_id", ""))
        if session is None:
            return error(404, "notFound", "Upload session expired.")
        if barred := self.barred(asked, UPLOAD, CHANGE):
            return barred
        span, _, total = asked.headers["content-range"].removeprefix("bytes ").partition("/")
        if int(total) != session.size:
            return error(400, "badContentRange")
        if span != "*" and int(span.partition("-")[0]) == len(session.got):
            session.got += asked.body[: self.takes]
        if len(session.got) < session.size:
            had = {"Range": f"bytes=0-{len(session.got) - 1}"} if session.got else {}
            return Reply(b"", 308, had)
        session.made = session.made or self.made(session)
        return Reply(self.shown(self.videos[session.made]), 201)

    def made(self, session: Session) -> str:
        number = f"video-{self.fresh()}_"
        at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        about = session.about
        status = {**about["status"], "uploadStatus": "uploaded"}
        if not self.audited:
            status["privacyStatus"] = "private"
        snippet = {**about["snippet"], "channelId": CHANNEL, "publishedAt": at}
        self.videos[number] = Video(number, snippet, status, bytes(session.got), self.lag)
        return number

    def shown(self, video: Video) -> dict[str, Any]:
        return {
            "kind": "youtube#video",
            "etag": "e",
            "id": video.number,
            "snippet": video.snippet,
            "status": video.status,
        }

    def listed(self, asked: Asked) -> Reply:
        if barred := self.barred(asked, READ, CHANGE):
            return barred
        found = [self.videos[one] for one in asked.query["id"].split(",") if one in self.videos]
        return Reply({"kind": "youtube#videoListResponse", "items": [self.shown(one) for one in found]})

    def update(self, asked: Asked) -> Reply:
        barred = self.barred(asked, CHANGE)
        if barred or (barred := self.flawed(asked.data["snippet"])):
            return barred
        video = self.videos.get(asked.data["id"])
        if video is None:
            return error(404, "videoNotFound")
        kept = {name: video.snippet[name] for name in ("channelId", "publishedAt")}
        video.snippet = {**asked.data["snippet"], **kept}
        return Reply(self.shown(video))

    def remove(self, asked: Asked) -> Reply:
        if barred := self.barred(asked, CHANGE):
            return barred
        return Reply(b"", 204) if self.videos.pop(asked.query["id"], None) else error(404, "videoNotFound")

    def items(self, asked: Asked) -> Reply:
        if barred := self.barred(asked, READ, CHANGE):
            return barred
        if not self.videos:
            return error(404, "playlistNotFound", "The playlist cannot be found.")
        seen = []
        for one in sorted(self.videos.values(), key=lambda video: video.number, reverse=True):
            if one.lag > 0:
                one.lag -= 1
            else:
                seen.append({"contentDetails": {"videoId": one.number}})
        at, most = int(asked.query.get("pageToken", 0)), int(asked.query["maxResults"])
        more = {"nextPageToken": str(at + most)} if len(seen) > at + most else {}
        return Reply({"items": seen[at : at + most], **more})

"""X as its documentation describes it: https://docs.x.com/x-api, read on 2026-11-22.

One application, two accounts at most, OAuth 2.0 with PKCE and rotating refresh tokens, posts with `t.co` addresses and
escaped text, media in three steps, and problems in their documented forms. `lag` is how many reads of a list a new post
stays out of it.
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

CLIENT, SECRET = "department-app", "app-secret-5150"
PROBLEM = {"content-type": "application/problem+json"}
SCOPES = ["tweet.read", "users.read", "tweet.write", "media.write", "offline.access"]
_URL = re.compile(
    r"https?://[^\s<>\"]*[^\s<>\".,;:!?')]|(?<![\w@./-])[a-z0-9-]+\.(?:gov|org|com)(?:/[^\s<>\"]*[^\s<>\".,;:!?')])?"
)


@dataclass
class Post:
    number: str
    text: str
    at: str
    media: list[str]
    above: str
    lag: int
    history: list[str] = field(default_factory=list)


def problem(status: int, detail: str, kind: str = "about:blank", title: str = "Forbidden", **more: Any) -> Reply:
    return Reply({"title": title, "detail": detail, "type": kind, "status": status, **more}, status, PROBLEM)


class XContract(Contract):
    def __init__(self, lag: int = 0) -> None:
        super().__init__()
        self.lag = lag
        self.granted = list(SCOPES)
        self.codes: dict[str, tuple[str, str]] = {}
        self.access: dict[str, float] = {}
        self.refresh: set[str] = set()
        self.posts: dict[str, Post] = {}
        self.media: dict[str, dict[str, Any]] = {}
        self.pending = 0
        self._number = 1890000000000000000
        n = r"(\w+)"
        self.routes = [
            ("POST", "/2/oauth2/token", self.token),
            ("GET", "/2/users/me", self.me),
            ("POST", "/2/tweets", self.create),
            ("GET", "/2/tweets", self.lookup),
            ("DELETE", f"/2/tweets/{n}", self.remove),
            ("GET", f"/2/users/{n}/tweets", self.listed),
            ("POST", "/2/media/upload/initialize", self.begin),
            ("POST", f"/2/media/upload/{n}/append", self.append),
            ("POST", f"/2/media/upload/{n}/finalize", self.finalize),
            ("GET", "/2/media/upload", self.status),
            ("POST", "/2/media/metadata", self.describe),
        ]

    def fresh(self) -> str:
        self._number += 1
        return str(self._number)

    def allow(self, url: str) -> dict[str, str]:
        """What a person's consent on the page at `url` sends back."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        assert query["response_type"] == "code" and query["code_challenge_method"] == "S256"
        assert query["client_id"] == CLIENT and set(query["scope"].split()) >= set(SCOPES)
        code = f"code-{self.fresh()}"
        self.codes[code] = (query["code_challenge"], query["redirect_uri"])
        return {"code": code, "state": query["state"]}

    def token(self, asked: Asked) -> Reply:
        pair = asked.headers.get("authorization", "").removeprefix("Basic ")
        if base64.b64decode(pair).decode() != f"{CLIENT}:{SECRET}":
            return Reply(
                {"error": "unauthorized_client", "error_description": "Missing valid authorization header"}, 401
            )
        form = asked.form
        if form.get("grant_type") == "authorization_code":
            challenge, answer = self.codes.pop(form.get("code", ""), ("", ""))
            proof = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
            if not challenge or base64.urlsafe_b64encode(proof).rstrip(b"=").decode() != challenge:
                return self.void("authorization code was invalid")
            if form.get("redirect_uri") != answer:
                return self.void("redirect uri did not match")
        elif form.get("refresh_token", "") in self.refresh:
            self.refresh.discard(form["refresh_token"])
        else:
            return self.void("token was invalid")
        access, refresh = f"access-{self.fresh()}", f"refresh-{self.fresh()}"
        self.access[access] = time.time() + 7200
        self.refresh.add(refresh)
        return Reply(
            {
                "token_type": "bearer",
                "expires_in": 7200,
                "access_token": access,
                "refresh_token": refresh,
                "scope": " ".join(self.granted),
            }
        )

    def void(self, what: str) -> Reply:
        return Reply({"error": "invalid_request", "error_description": f"Value passed for the {what}."}, 400)

    def barred(self, asked: Asked, scope: str) -> Reply | None:
        if self.access.get(asked.token, 0) < time.time():
            return problem(401, "Unauthorized", title="Unauthorized")
        return None if scope in self.granted else problem(403, "Forbidden")

    def me(self, asked: Asked) -> Reply:
        return self.barred(asked, "users.read") or Reply(
            {"data": {"id": "4711", "name": "Fulton Grove Police", "username": "FultonGrovePD"}}
        )

    def create(self, asked: Asked) -> Reply:
        if barred := self.barred(asked, "tweet.write"):
            return barred
        text, media = asked.data.get("text", ""), asked.data.get("media", {}).get("media_ids", [])
        above = asked.data.get("reply", {}).get("in_reply_to_tweet_id", "")
        if refused := self.refused(text, media, above):
            return refused
        number = self.fresh()
        at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
        self.posts[number] = Post(number, text, at, media, above, self.lag, [number])
        return Reply({"data": {"id": number, "text": text, "edit_history_tweet_ids": [number]}}, 201)

    def refused(self, text: str, media: list[str], above: str) -> Reply | None:
        if not text and not media:
            return self.invalid("One of text, media or poll is required.")
        if len(_URL.sub("x" * 23, text)) > 280:
            return problem(403, "Your Tweet text is too long.")
        if any(not self.media.get(one, {}).get("ready") for one in media):
            return self.invalid("Your media IDs are invalid.")
        if above and above not in self.posts:
            return problem(403, "You attempted to reply to a Tweet that is deleted or not visible to you.")
        if any(one.text == text and not one.media and not media for one in self.posts.values()):
            return problem(403, "You are not allowed to create a Tweet with duplicate content.")
        return None

    def invalid(self, message: str) -> Reply:
        return problem(
            400,
            "One or more parameters to your request was invalid.",
            "https://api.twitter.com/2/problems/invalid-request",
            "Invalid Request",
            errors=[{"message": message, "parameters": {}}],
        )

    def shown(self, post: Post) -> dict[str, Any]:
        urls: list[dict[str, Any]] = []

        def short(found: re.Match[str]) -> str:
            full = found[0] if found[0].startswith("http") else f"http://{found[0]}"
            urls.append(
                {
                    "url": f"https://t.co/{post.number[-4:]}{len(urls)}",
                    "expanded_url": full,
                    "display_url": full.partition("//")[2],
                }
            )
            return str(urls[-1]["url"])

        text = _URL.sub(short, post.text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        page = f"https://x.com/FultonGrovePD/status/{post.number}/photo/1"
        more = f"https://t.co/m{post.number[-5:]}"
        urls += [{"url": more, "expanded_url": page, "media_key": f"3_{key}"} for key in post.media]
        told: dict[str, Any] = {
            "id": post.number,
            "created_at": post.at,
            "author_id": "4711",
            "edit_history_tweet_ids": post.history,
        }
        if post.media:
            text = f"{text} https://t.co/m{post.number[-5:]}".strip()
            told["attachments"] = {"media_keys": [f"3_{key}" for key in post.media]}
        if post.above:
            told["referenced_tweets"] = [{"type": "replied_to", "id": post.above}]
        return {**told, "text": text, **({"entities": {"urls": urls}} if urls else {})}

    def bundle(self, posts: list[Post]) -> dict[str, Any]:
        media = [
            {
                "media_key": f"3_{key}",
                "type": "photo",
                **({"alt_text": self.media[key]["alt"]} if self.media[key].get("alt") else {}),
            }
            for one in posts
            for key in one.media
        ]
        return {"data": [self.shown(one) for one in posts], **({"includes": {"media": media}} if media else {})}

    def lookup(self, asked: Asked) -> Reply:
        if barred := self.barred(asked, "tweet.read"):
            return barred
        number = asked.query["ids"]
        if number in self.posts:
            return Reply(self.bundle([self.posts[number]]))
        return Reply(
            {
                "errors": [
                    {
                        "value": number,
                        "resource_id": number,
                        "resource_type": "tweet",
                        "parameter": "ids",
                        "title": "Not Found Error",
                        "detail": f"Could not find tweet with ids: [{number}].",
                        "type": "https://api.twitter.com/2/problems/resource-not-found",
                    }
                ]
            }
        )

    def listed(self, asked: Asked) -> Reply:
        if barred := self.barred(asked, "tweet.read"):
            return barred
        if asked.match[0] != "4711" or not 5 <= int(asked.query["max_results"]) <= 100:
            return self.invalid("The `max_results` query parameter value is not between 5 and 100")
        posts = []
        for one in sorted(self.posts.values(), key=lambda post: -int(post.number)):
            if one.lag > 0:
                one.lag -= 1
            elif one.at >= asked.query.get("start_time", ""):
                posts.append(one)
        at, most = int(asked.query.get("pagination_token", 0)), int(asked.query["max_results"])
        meta = {
            "result_count": len(posts[at : at + most]),
            **({"next_token": str(at + most)} if len(posts) > at + most else {}),
        }
        return Reply({**self.bundle(posts[at : at + most]), "meta": meta} if posts else {"meta": {"result_count": 0}})

    def remove(self, asked: Asked) -> Reply:
        if barred := self.barred(asked, "tweet.write"):
            return barred
        if self.posts.pop(asked.match[0], None):
            return Reply({"data": {"deleted": True}})
        return problem(
            404, "Could not find tweet.", "https://api.twitter.com/2/problems/resource-not-found", "Not Found Error"
        )

    def begin(self, asked: Asked) -> Reply:
        if barred := self.barred(asked, "media.write"):
            return barred
        if asked.data["media_category"] not in ("tweet_image", "tweet_video") or asked.data["total_bytes"] < 1:
            return self.invalid("media_category")
        number = self.fresh()
        self.media[number] = {"parts": {}, "wanted": asked.data}
        return Reply({"data": {"id": number, "media_key": f"3_{number}", "expires_after_secs": 86400}})

    def append(self, asked: Asked) -> Reply:
        if barred := self.barred(asked, "media.write"):
            return barred
        self.media[asked.match[0]]["parts"][int(asked.form["segment_index"])] = asked.parts["media"][0]
        return Reply({"data": {"expires_at": int(time.time()) + 86400}})

    def finalize(self, asked: Asked) -> Reply:
        if barred := self.barred(asked, "media.write"):
            return barred
        one = self.media[asked.match[0]]
        one["bytes"] = b"".join(one["parts"][index] for index in sorted(one["parts"]))
        if len(one["bytes"]) != one["wanted"]["total_bytes"]:
            return self.invalid("Segments do not add up to provided total file size.")
        one["ready"] = self.pending == 0
        more = {} if one["ready"] else {"processing_info": {"state": "pending", "check_after_secs": 1}}
        return Reply({"data": {"id": asked.match[0], "size": len(one["bytes"]), **more}})

    def status(self, asked: Asked) -> Reply:
        if barred := self.barred(asked, "media.write"):
            return barred
        if asked.query.get("command") != "STATUS":
            return self.invalid("command")
        self.pending -= 1
        info: dict[str, Any] = {"state": "in_progress", "check_after_secs": 1, "progress_percent": 50}
        if self.pending <= 0:
            info = {"state": "succeeded", "progress_percent": 100}
            self.media[asked.query["media_id"]]["ready"] = True
        return Reply({"data": {"id": asked.query["media_id"], "processing_info": info}})

    def describe(self, asked: Asked) -> Reply:
        if barred := self.barred(asked, "media.write"):
            return barred
        alt = asked.data["metadata"]["alt_text"]["text"]
        if len(alt) > 1000:
            return self.invalid("alt_text")
        self.media[asked.data["id"]]["alt"] = alt
        return Reply({"data": {"id": asked.data["id"], "associated_metadata": {"alt_text": {"text": alt}}}})

"""A Mastodon server as its documentation describes it: https://docs.joinmastodon.org/, looked up on 2026-11-22.

It keeps applications, tokens, posts with their history, and files that take a while to be worked up; it writes a post
as HTML the way a server does, and a post may take some reads until it stands in lists.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape
from typing import Any

from tests.platforms.contract.mastodonauth import SignIn, error
from tests.platforms.contract.server import Asked, Reply

LIMIT, URL, ALT = 500, 23, 1500
TYPES = ("image/jpeg", "image/png", "image/gif", "image/webp", "video/mp4", "video/quicktime", "video/webm")
_ADDRESS = re.compile(r"https?://[\w.-]+(?::\d+)?(?:/[^\s<>\"]*[\w/=#-])?")
_PART = re.compile(
    r"(?P<url>https?://[\w.-]+(?::\d+)?(?:/[^\s<>\"]*[\w/=#-])?)|(?<![\w/])@(?P<name>\w+)(?:@(?P<host>[\w.-]+\w))?|(?<!\w)#(?P<tag>\w*[a-zA-Z]\w*)"
)


@dataclass
class Post:
    """One status with its earlier versions, and how many lists are still read without it."""

    id: str
    text: str
    created: datetime
    by: str
    media: list[str]
    answers: str = ""
    language: str = "en"
    visibility: str = "public"
    spoiler: str = ""
    edited: str = ""
    versions: list[tuple[str, str]] = field(default_factory=list)
    hidden: int = 0
    boosts: str = ""


@dataclass
class File:
    """One upload; `busy` is how many looks find it still worked up."""

    body: bytes
    type: str
    alt: str
    name: str
    busy: int = 0
    post: str = ""


class MastodonServer(SignIn):
    """`old` is a server before 4.3; `lag` and `busy` are what new posts and files begin with."""

    def __init__(self, old: bool = False) -> None:
        super().__init__(old)
        self.lag, self.busy, self.closed = 0, 0, False
        self.remote = {"dispatch@county.example": "https://county.example/@dispatch"}
        self.posts: dict[str, Post] = {}
        self.files: dict[str, File] = {}
        self.keys: dict[tuple[str, str], str] = {}
        self.next = 111_000_000_000_000_000
        post = r"/api/v1/statuses/([^/]+)"
        self.routes += [
            ("GET", r"/api/v1/accounts/([^/]+)/statuses", self._list),
            ("POST", "/api/v2/media", self._upload),
            ("GET", r"/api/v1/media/([^/]+)", self._file),
            ("POST", "/api/v1/statuses", self._post),
            ("GET", post, self._get),
            ("PUT", post, self._put),
            ("DELETE", post, self._delete),
            ("GET", f"{post}/history", self._history),
        ]

    def write(self, text: str, by: str = "1001", **more: Any) -> Post:
        """A post that somebody wrote in the browser."""
        self.next += 1
        self.posts[str(self.next)] = post = Post(str(self.next), text.strip(), datetime.now(UTC), by, [], **more)
        return post

    # Files.

    def _upload(self, asked: Asked) -> Reply:
        token = self.allowed(asked, "write:media")
        if isinstance(token, Reply):
            return token
        body, kind, name = asked.parts.get("file", (b"", "", ""))
        if not body or kind not in TYPES:
            return error(422, "Validation failed: File content type is invalid, File is invalid")
        self.next += 1
        self.files[str(self.next)] = File(body, kind, asked.form.get("description", "").strip()[:ALT], name, self.busy)
        return Reply(self._attachment(str(self.next)), 202 if self.busy else 200)

    def _file(self, asked: Asked) -> Reply:
        token = self.allowed(asked, "write:media")
        if isinstance(token, Reply):
            return token
        file = self.files.get(asked.match[0])
        if file is None:
            return error(404, "Record not found")
        if file.busy > 0:
            file.busy -= 1
            return Reply(self._attachment(asked.match[0]) if file.busy else {}, 206)
        return Reply(self._attachment(asked.match[0]))

    def _attachment(self, given: str) -> dict[str, Any]:
        file = self.files[given]
        return {
            "id": given, "type": file.type.partition("/")[0], "description": file.alt or None,
            "url": None if file.busy else f"{self.base}/files/{given}/original",
        }  # fmt: skip

    # Posts.

    def _post(self, asked: Asked) -> Reply:
        token = self.allowed(asked, "write:statuses")
        if isinstance(token, Reply):
            return token
        key = (token.account, asked.headers.get("idempotency-key", ""))
        if key[1] and key in self.keys:
            return Reply(self._status(self.posts[self.keys[key]]))
        data = asked.data
        if (answers := data.get("in_reply_to_id") or "") and answers not in self.posts:
            return error(404, "The post you are trying to reply to doesn't appear to exist")
        if wrong := self._flaw(data):
            return wrong
        post = self.write(data.get("status", ""), token.account, answers=answers, hidden=self.lag)
        self._fill(post, data)
        if key[1]:
            self.keys[key] = post.id
        return Reply(self._status(post))

    def _flaw(self, data: dict[str, Any]) -> Reply | None:
        text, media = data.get("status", ""), data.get("media_ids", [])
        if not text.strip() and not media:
            return error(422, "Validation failed: Text can't be blank")
        if len(_ADDRESS.sub("x" * URL, text.strip())) > LIMIT:
            return error(422, f"Validation failed: Text character limit of {LIMIT} exceeded")
        if len(media) > 4:
            return error(422, "Cannot attach more than 4 files")
        if any(one not in self.files or self.files[one].busy for one in media):
            return error(422, "Cannot attach files that have not finished processing. Try again in a moment!")
        return None

    def _fill(self, post: Post, data: dict[str, Any]) -> None:
        post.text, post.media = data.get("status", "").strip(), list(data.get("media_ids", []))
        post.language, post.spoiler = data.get("language", "en"), data.get("spoiler_text", "")
        post.visibility = data.get("visibility", post.visibility)
        for one in post.media:
            self.files[one].post = post.id

    def _seen(self, asked: Asked, posts: dict[str, Post]) -> Post | Reply:
        post = posts.get(asked.match[0])
        token = self.tokens.get(asked.token)
        if self.closed and token is None:
            return error(401, "This API requires an authenticated user")
        if post is None or (post.visibility in ("private", "direct") and (token is None or token.account != post.by)):
            return error(404, "Record not found")
        return post

    def _get(self, asked: Asked) -> Reply:
        post = self._seen(asked, self.posts)
        return post if isinstance(post, Reply) else Reply(self._status(post))

    def _history(self, asked: Asked) -> Reply:
        post = self._seen(asked, self.posts)
        if isinstance(post, Reply):
            return post
        versions = [*post.versions, (post.text, post.edited)]
        return Reply([{"content": self.html(text)[0], "created_at": at} for text, at in versions])

    def _own(self, asked: Asked) -> Post | Reply:
        token = self.allowed(asked, "write:statuses")
        if isinstance(token, Reply):
            return token
        post = self.posts.get(asked.match[0])
        return post if post and post.by == token.account else error(404, "Record not found")

    def _put(self, asked: Asked) -> Reply:
        post = self._own(asked)
        if isinstance(post, Reply):
            return post
        if wrong := self._flaw(asked.data):
            return wrong
        before = (post.text, post.edited or post.created.isoformat())
        if asked.data.get("status", "").strip() != post.text or asked.data.get("media_ids", []) != post.media:
            post.versions.append(before)
            post.edited = datetime.now(UTC).isoformat()
        self._fill(post, asked.data)
        return Reply(self._status(post))

    def _delete(self, asked: Asked) -> Reply:
        post = self._own(asked)
        if isinstance(post, Reply):
            return post
        del self.posts[post.id]
        if asked.query.get("delete_media") == "true":
            for one in post.media:
                del self.files[one]
            post.media = []
        return Reply({**self._status(post), "text": post.text})

    def _list(self, asked: Asked) -> Reply:
        token = self.tokens.get(asked.token)
        if asked.match[0] not in self.names:
            return error(404, "Record not found")
        mine = token is not None and token.account == asked.match[0]
        shown = []
        for post in sorted(self.posts.values(), key=lambda one: int(one.id), reverse=True):
            if post.by != asked.match[0] or (post.visibility in ("private", "direct") and not mine):
                continue
            if post.boosts and asked.query.get("exclude_reblogs") == "true":
                continue
            if post.hidden > 0:
                post.hidden -= 1
            elif int(post.id) < int(asked.query.get("max_id", 10**18)):
                shown.append(self._status(post))
        return Reply(shown[: min(int(asked.query.get("limit", 20)), 40)])

    def _status(self, post: Post) -> dict[str, Any]:
        content, mentions = self.html(post.text)
        return {
            "id": post.id, "created_at": post.created.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "edited_at": post.edited or None, "in_reply_to_id": post.answers or None, "content": content,
            "visibility": post.visibility, "language": post.language, "spoiler_text": post.spoiler,
            "url": f"{self.base}/@{self.names[post.by]}/{post.id}", "account": self.account(post.by),
            "media_attachments": [self._attachment(one) for one in post.media], "mentions": mentions,
            "reblog": self._status(self.posts[post.boosts]) if post.boosts else None,
        }  # fmt: skip

    def html(self, text: str) -> tuple[str, list[dict[str, str]]]:
        """The text as a server writes it: escaped, with paragraphs, and addresses, mentions and tags as links."""
        mentions: list[dict[str, str]] = []
        out, at = [], 0
        for found in _PART.finditer(text):
            out.append(escape(text[at : found.start()]))
            out.append(self._linked(found, mentions))
            at = found.end()
        out.append(escape(text[at:]))
        paragraphs = re.split(r"\n\n+", "".join(out))
        return "".join(f"<p>{one.replace(chr(10), '<br />')}</p>" for one in paragraphs), mentions

    def _linked(self, found: re.Match[str], mentions: list[dict[str, str]]) -> str:
        if url := found["url"]:
            start = re.match(r"https?://(?:www\.)?", url)
            assert start
            rest = url[start.end() :]
            shown, cut = escape(rest[:30]), escape(rest[30:])
            return (
                f'<a href="{escape(url)}" target="_blank" rel="nofollow noopener"><span class="invisible">{start[0]}</span>'
                f'<span class="{"ellipsis" if cut else ""}">{shown}</span><span class="invisible">{cut}</span></a>'
            )
        if tag := found["tag"]:
            return f'<a href="{self.base}/tags/{tag}" class="mention hashtag" rel="tag">#<span>{tag}</span></a>'
        acct = f"{found['name']}@{found['host']}" if found["host"] else found["name"]
        known = self.remote.get(acct) or (f"{self.base}/@{acct}" if acct in self.names.values() else "")
        if not known:
            return escape(found[0])
        mentions.append({"id": "7", "username": found["name"], "acct": acct, "url": known})
        return f'<span class="h-card"><a href="{known}" class="u-url mention">@<span>{found["name"]}</span></a></span>'

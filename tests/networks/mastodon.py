"""A server on loopback that answers as a Mastodon server does, for what a visitor without a login asks.

Written from the Mastodon documentation, as it was read on 2026-11-22: `methods/accounts` (lookup: 200 and 404 with
`Record not found`; 429 with `Too many requests`; 503 with `Remote data could not be fetched`), `entities/Account`
(fields, `moved`, `suspended` and `limited` given only when they hold), `api/rate-limits` (300 in five minutes, and the
three headers), and `spec/webfinger`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

WINDOW = timedelta(minutes=5)
PICTURE = "https://files.social.example/accounts/avatars/original/missing.png"


def website(href: str) -> str:
    """A link as Mastodon writes it into a field: the scheme is there, and not shown."""
    shown = href.split("://", 1)[1]
    return (
        f'<a href="{href}" target="_blank" rel="nofollow noopener noreferrer me">'
        f'<span class="invisible">https://</span><span class="">{shown}</span><span class="invisible"></span></a>'
    )


@dataclass(frozen=True, slots=True)
class Account:
    """One account: `fields` are (name, value as HTML, when it was verified or "")."""

    username: str
    name: str = ""
    note: str = ""
    fields: tuple[tuple[str, str, str], ...] = ()
    suspended: bool = False
    limited: bool = False
    moved: Account | None = None

    def entity(self, host: str) -> dict[str, Any]:
        """The Account entity that the server at `host` gives."""
        shown = not self.suspended
        found: dict[str, Any] = {
            "id": str(110_000_000 + sum(self.username.encode())),
            "username": self.username,
            "acct": self.username,
            "display_name": self.name if shown else "",
            "locked": False,
            "bot": False,
            "discoverable": shown,
            "group": False,
            "created_at": "2024-03-01T00:00:00.000Z",
            "note": self.note if shown else "",
            "url": f"https://{host}/@{self.username}",
            "avatar": PICTURE,
            "avatar_static": PICTURE,
            "header": PICTURE,
            "header_static": PICTURE,
            "followers_count": 412 if shown else 0,
            "following_count": 9 if shown else 0,
            "statuses_count": 77 if shown else 0,
            "last_status_at": "2026-11-20" if shown else None,
            "emojis": [],
            "fields": [
                {"name": name, "value": value, "verified_at": verified or None}
                for name, value, verified in (self.fields if shown else ())
            ],
        }
        extra = {
            "suspended": self.suspended or None,
            "limited": self.limited or None,
            "moved": self.moved.entity(host) if self.moved else None,
        }
        return found | {name: value for name, value in extra.items() if value}


@dataclass(slots=True)
class Server:
    """A Mastodon server. `allowed` requests of the API are answered, then 429 comes; `down` gives 503 for all.

    `asked` keeps each request: its path, and the `Authorization` it carried or "".
    """

    accounts: tuple[Account, ...]
    allowed: int = 300
    down: bool = False
    asked: list[tuple[str, str]] = field(default_factory=list)
    _server: ThreadingHTTPServer | None = None

    def __enter__(self) -> Server:
        mastodon = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                mastodon.asked.append((self.path, self.headers.get("Authorization", "")))
                status, kind, body, headers = mastodon.answer(self.path)
                self.send_response(status)
                for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """A test prints nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        assert self._server
        self._server.shutdown()
        self._server.server_close()

    @property
    def host(self) -> str:
        """`127.0.0.1:port`."""
        assert self._server
        return f"127.0.0.1:{self._server.server_port}"

    @property
    def base(self) -> str:
        """`http://127.0.0.1:port`."""
        return f"http://{self.host}"

    def answer(self, path: str) -> tuple[int, str, bytes, dict[str, str]]:
        """Status, media type, body and further headers for a path."""
        parts = urlsplit(path)
        given = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if self.down:
            return _json(503, {"error": "Remote data could not be fetched"})
        if parts.path == "/api/v1/accounts/lookup":
            return self._lookup(given.get("acct", ""))
        if parts.path == "/.well-known/webfinger":
            return self._finger(given.get("resource", ""))
        if parts.path.startswith("/@") and (found := self._named(parts.path[2:])):
            return self._page(found)
        return 404, "text/html; charset=utf-8", b"<title>The page you are looking for isn't here.</title>", {}

    def _lookup(self, acct: str) -> tuple[int, str, bytes, dict[str, str]]:
        used = sum(path.startswith("/api/") for path, _ in self.asked)
        limits = {
            "X-RateLimit-Limit": str(self.allowed),
            "X-RateLimit-Remaining": str(max(0, self.allowed - used)),
            "X-RateLimit-Reset": (datetime.now(UTC) + WINDOW).isoformat().replace("+00:00", "Z"),
        }
        if used > self.allowed:
            return _json(429, {"error": "Too many requests"}, limits)
        found = self._named(acct)
        if not found:
            return _json(404, {"error": "Record not found"}, limits)
        return _json(200, found.entity(self.host), limits)

    def _named(self, acct: str) -> Account | None:
        name, _, home = acct.partition("@")
        local = home in ("", self.host)
        return next((each for each in self.accounts if local and each.username.lower() == name.lower()), None)

    def _finger(self, resource: str) -> tuple[int, str, bytes, dict[str, str]]:
        found = self._named(resource.removeprefix("acct:"))
        if not found:
            return 404, "application/json", b"", {}
        page, actor = f"https://{self.host}/@{found.username}", f"https://{self.host}/users/{found.username}"
        said = {
            "subject": f"acct:{found.username}@{self.host}",
            "aliases": [page, actor],
            "links": [
                {"rel": "http://webfinger.net/rel/profile-page", "type": "text/html", "href": page},
                {"rel": "self", "type": "application/activity+json", "href": actor},
                {
                    "rel": "http://ostatus.org/schema/1.0/subscribe",
                    "template": f"https://{self.host}/authorize_interaction?uri={{uri}}",
                },
            ],
        }
        status, _, body, headers = _json(200, said)
        return status, "application/jrd+json; charset=utf-8", body, headers

    def _page(self, found: Account) -> tuple[int, str, bytes, dict[str, str]]:
        title = escape(f"{found.name or found.username} (@{found.username}@{self.host})")
        links = "".join(value for _, value, _ in found.fields)
        html = (
            f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title} - Mastodon</title>'
            f'<meta property="og:title" content="{title}"><meta property="og:type" content="profile">'
            f'<link rel="canonical" href="https://{self.host}/@{found.username}"></head>'
            f'<body><div id="mastodon"></div><div style="display: none">{links}</div>'
            "<noscript>To use the Mastodon web application, please enable JavaScript.</noscript></body></html>"
        )
        return (410 if found.suspended else 200), "text/html; charset=utf-8", html.encode(), {}


def _json(
    status: int, said: dict[str, Any], headers: dict[str, str] | None = None
) -> tuple[int, str, bytes, dict[str, str]]:
    return status, "application/json; charset=utf-8", json.dumps(said).encode(), headers or {}

"""The public list from memory: in front of Django, for a moment, so that it costs next to nothing to leave it public.

Only answers that Django itself has called public are kept, without a cookie: the lists for two seconds, the answers to
"is this account really yours?" for half a minute or until any list of the host changes, which is looked at every two
seconds. Nothing of who asks is looked at but the language, and nothing of it is kept.
"""

from __future__ import annotations

import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl

from django.http import HttpRequest, parse_cookie
from django.utils.translation import get_language_from_request

Environ = dict[str, Any]
Start = Callable[..., Any]
App = Callable[[Environ, Start], Iterable[bytes]]
Headers = list[tuple[str, str]]

LISTS, ANSWERS, LOOK = 2.0, 30.0, 2.0  # seconds that each is kept, and between two looks at the directory
LARGEST = 1_000_000  # bytes of one answer
# Parameters that the pages read; others change nothing.
READ = frozenset({"lang", "page", "page_size", "url"})
LONGEST_QUERY, LONGEST_LANGUAGE = 4096, 200
_PATH = re.compile(
    r"/d/[\w-]{1,60}/(?:accounts/(?:verify/|verify\.json|snippet/|snippet\.html|issue\.json|changes\.(?:rss|atom|json)"
    r"|[0-9]{1,9}\.json)?|accounts\.json|trust\.txt)|/verify/|/verify\.json|/trust\.txt|/\.well-known/trust\.txt",
    re.ASCII,
)
_APART = ("content-length", "content-type")


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it is sent: its headers, those of a 304, its ETag and its body; `until` on the clock."""

    headers: Headers
    brief: Headers
    etag: str
    body: bytes
    until: float


class Shelf:
    """Answers by key, at most so many and so many bytes; what was not asked for longest goes first."""

    def __init__(self, entries: int, size: int) -> None:
        self.entries, self.size, self.held = entries, size, 0
        self._kept: OrderedDict[Any, Kept] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Any, now: float) -> Kept | None:
        """The answer, unless its time is over."""
        with self._lock:
            found = self._kept.get(key)
            if found is None or found.until <= now:
                return None
            self._kept.move_to_end(key)
            return found

    def clear(self) -> None:
        """Drops everything."""
        with self._lock:
            self._kept.clear()
            self.held = 0

    def put(self, key: Any, one: Kept) -> None:
        """Keeps an answer, and drops others where there are too many."""
        with self._lock:
            if before := self._kept.pop(key, None):
                self.held -= len(before.body)
            self._kept[key] = one
            self.held += len(one.body)
            while len(self._kept) > self.entries or self.held > self.size:
                _key, gone = self._kept.popitem(last=False)
                self.held -= len(gone.body)


class Fast:
    """A WSGI application in front of another one, which answers for the public list from memory.

    `version` says something else whenever the directory of the host has changed.
    """

    def __init__(
        self, app: App, version: Callable[[], Any] | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._app, self._version, self._clock = app, version or _directory, clock
        self._looked, self._seen = float("-inf"), None
        self.lists = Shelf(2_000, 64_000_000)
        self.answers = Shelf(8_000, 64_000_000)  # apart: questions are many, and must not push out the lists

    def __call__(self, given: Environ, start_response: Start) -> Iterable[bytes]:
        key = key_of(given)
        if key is None:
            return self._app(given, start_response)
        now = self._clock()
        shelf, seconds = self.lists, LISTS
        if "/verify" in given["PATH_INFO"]:
            shelf, seconds = self.answers, ANSWERS
            self._look(now)
        kept = shelf.get(key, now)
        if kept is None:
            status, headers, body = _asked(self._app, given)
            kept = _kept(status, headers, body, now + seconds)
            if kept is None:
                start_response(status, headers)
                return [b"" if given["REQUEST_METHOD"] == "HEAD" else body]
            shelf.put(key, kept)
        return _sent(kept, given, start_response)

    def _look(self, now: float) -> None:
        """Drops all answers where the directory has changed since the last look."""
        if now - self._looked < LOOK:
            return
        self._looked = now
        version = self._version()
        if version != self._seen:
            self._seen = version
            self.answers.clear()


def _directory() -> Any:
    """The version of the directory; something new each time where the database does not answer."""
    from django.db import DatabaseError, connection

    from postorders.desk.register.directory import version

    try:
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
        return version()
    except DatabaseError:
        connection.close()
        return object()


def key_of(given: Environ) -> tuple[Any, ...] | None:
    """What an answer depends on: host, path, what is read of the query, and the language; None for what is not ours."""
    path, query = given.get("PATH_INFO", ""), given.get("QUERY_STRING", "")
    if given.get("REQUEST_METHOD") not in ("GET", "HEAD") or not _PATH.fullmatch(path):
        return None
    if (
        len(query) > LONGEST_QUERY
        or not query.isascii()  # raw bytes, which Django reads as UTF-8 and WSGI shows as Latin-1
        or "%00" in query
        or "\0" in query
        or given.get("CONTENT_LENGTH") not in ("", "0", None)
    ):
        return None
    accepted, cookie = given.get("HTTP_ACCEPT_LANGUAGE", ""), given.get("HTTP_COOKIE", "")
    chosen = parse_cookie(cookie).get("django_language", "") if "django_language" in cookie else ""
    if len(accepted) > LONGEST_LANGUAGE or len(chosen) > LONGEST_LANGUAGE or "\0" in cookie:
        return None
    asked = frozenset((name, one) for name, one in _last(query) if name in READ) if query else frozenset()
    host = (given.get("wsgi.url_scheme"), given.get("HTTP_X_FORWARDED_PROTO"), given.get("HTTP_HOST"))
    return (*host, given.get("SERVER_NAME"), path, asked, _language(accepted, chosen))


def _last(query: str) -> Iterable[tuple[str, str]]:
    """The parameters of a query, each with its last value, which is the one that counts."""
    return dict(parse_qsl(query, keep_blank_values=True, errors="replace")).items()


@lru_cache(maxsize=1024)
def _language(accepted: str, chosen: str) -> str:
    """The language that Django would serve."""
    request = HttpRequest()
    request.META["HTTP_ACCEPT_LANGUAGE"] = accepted
    request.COOKIES = {"django_language": chosen} if chosen else {}
    return str(get_language_from_request(request))


def _asked(app: App, given: Environ) -> tuple[str, Headers, bytes]:
    """The whole answer of the application to a plain GET."""
    plain = {name: value for name, value in given.items() if not name.startswith("HTTP_IF_")}
    plain["REQUEST_METHOD"] = "GET"
    said: list[Any] = ["500 Internal Server Error", []]

    def start(status: str, headers: Headers, exc_info: Any = None) -> Callable[[bytes], None]:
        said[:] = [status, list(headers)]
        return lambda data: None

    answer = app(plain, start)
    try:
        body = b"".join(answer)
    finally:
        if callable(close := getattr(answer, "close", None)):
            close()
    return said[0], said[1], body


def _kept(status: str, headers: Headers, body: bytes, until: float) -> Kept | None:
    """The answer for the shelf; None for one that may not stand there."""
    named = {name.lower(): value for name, value in headers}
    public = named.get("cache-control", "").startswith("public")
    if not status.startswith("200") or not public or "set-cookie" in named or len(body) > LARGEST:
        return None
    if not (etag := named.get("etag", "")):
        return None
    brief = [pair for pair in headers if pair[0].lower() not in _APART]
    whole = [pair for pair in headers if pair[0].lower() != "content-length"]
    return Kept([*whole, ("Content-Length", str(len(body)))], brief, etag, body, until)


def _sent(kept: Kept, given: Environ, start_response: Start) -> Iterable[bytes]:
    asked = given.get("HTTP_IF_NONE_MATCH", "")
    if asked and _matches(asked, kept.etag):
        start_response("304 Not Modified", list(kept.brief))
        return []
    start_response("200 OK", list(kept.headers))
    return [] if given["REQUEST_METHOD"] == "HEAD" else [kept.body]


def _matches(asked: str, etag: str) -> bool:
    if asked.strip() == "*":
        return True
    return etag in [one.strip().removeprefix("W/") for one in asked.split(",")]

"""Asking a platform's interface: one request, one answer, and what every way of failing means for a post.

The platforms' own client libraries hide whether a request left the machine before it failed. To a department that is
the one question that counts: what left may have been published.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

import urllib3
from urllib3.filepost import encode_multipart_formdata

MOST = 16 << 20  # bytes of an answer that are read
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_pool = urllib3.PoolManager(maxsize=8, retries=False, headers={"User-Agent": "postorders"})


class Trouble(Exception):
    """What went wrong, in the platform's words or ours. `told` is shown to the author."""

    def __init__(self, told: str, wait: float = 0.0) -> None:
        super().__init__(told)
        self.told, self.wait = told, wait


class Refused(Trouble):
    """The platform will not have it as it is; trying again changes nothing."""


class Several(Refused):
    """More accounts were opened than one, or not surely the one that was asked for: somebody has to say which it is.
    `choices` are their ids and names."""

    def __init__(self, told: str, choices: tuple[tuple[str, str], ...]) -> None:
        super().__init__(told)
        self.choices = choices


class Expired(Trouble):
    """The key to the account is void: the account must be connected anew."""


class Limited(Trouble):
    """Too many requests: `wait` seconds from now the platform takes the next."""


class Unavailable(Trouble):
    """The request did not reach the platform, or the platform says that it did nothing. It may be tried again."""


class Unknown(Trouble):
    """The request left and no answer says what became of it. Look before any retry."""


class Gone(Trouble):
    """What was asked for is not there."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: HTTP status, headers with lower-case names, the body, the URL asked, and by which method."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    url: str
    method: str = "POST"

    @property
    def type(self) -> str:
        """The media type without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    def data(self) -> Any:
        """The body as JSON. Raises Unknown (Unavailable for a GET) for what is none: a proxy answered, or the answer
        was cut off."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            raise _lost(self.method)(
                f"{urlsplit(self.url).hostname} answered {self.status} with something that is not JSON."
            ) from None


def send(
    method: str, url: str, *, headers: Mapping[str, str] | None = None, query: Mapping[str, Any] | None = None,
    json_body: Any = None, form: Mapping[str, Any] | None = None, body: bytes | None = None, timeout: float = 20.0,
    files: Mapping[str, tuple[str, bytes, str]] | None = None,
) -> Answer:  # fmt: skip
    """One request, without redirects or retries. `files` are (name, bytes, media type) of a multipart form with `form`
    beside them. `timeout` is in seconds, for connecting and for each wait for bytes.

    Any status is an answer (see `good`). Raises Unavailable when it did not leave, Unknown when it left and nothing
    came back; of a GET, which changes nothing, both are Unavailable. Raises ValueError for an address that is neither
    https nor this machine.
    """
    _check(url)
    sent = dict(headers or {})
    if json_body is not None:
        body = json.dumps(json_body, ensure_ascii=False, separators=(",", ":")).encode()
        sent["Content-Type"] = "application/json"
    elif files is not None:
        body, sent["Content-Type"] = encode_multipart_formdata({**(form or {}), **files})
    elif form is not None:
        body = urlencode(form, errors="replace").encode()
        sent["Content-Type"] = "application/x-www-form-urlencoded"
    if query:
        url = f"{url}{'&' if '?' in url else '?'}{urlencode(query, doseq=True, errors='replace')}"
    host = urlsplit(url).hostname
    lost = _lost(method)
    try:
        response = _pool.request(
            method, url, body=body, headers={**_pool.headers, **sent}, redirect=False, preload_content=False,
            timeout=urllib3.Timeout(connect=min(timeout, 10), read=timeout),
        )  # fmt: skip
    except (
        urllib3.exceptions.NewConnectionError,
        urllib3.exceptions.ConnectTimeoutError,
        urllib3.exceptions.SSLError,
    ) as error:
        raise Unavailable(f"{host} cannot be reached ({type(error).__name__}).") from None
    except urllib3.exceptions.HTTPError as error:
        raise lost(f"{host} did not answer ({type(error).__name__}).") from None
    return _read(response, url, method)


def _check(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        raise ValueError(f"A platform is asked over https, not at {url!r}.")


def _lost(method: str) -> type[Trouble]:
    """What it means that a request was not answered."""
    return Unavailable if method == "GET" else Unknown


def _read(response: urllib3.BaseHTTPResponse, url: str, method: str) -> Answer:
    host, lost = urlsplit(url).hostname, _lost(method)
    try:
        body = response.read(MOST + 1, decode_content=True)
    except urllib3.exceptions.HTTPError as error:
        raise lost(f"{host} broke off its answer ({type(error).__name__}).") from None
    finally:
        response.release_conn()
    if len(body) > MOST:
        response.close()
        raise lost(f"{host} answered with more than {MOST >> 20} MB.")
    return Answer(response.status, {name.lower(): value for name, value in response.headers.items()}, body, url, method)


def good(answer: Answer, told: str = "", *, changes: bool = True) -> Answer:
    """The answer, if it is one of success. `told` is what the platform said of its failure, where its own form of
    error was read; `changes` says whether the request would have changed something.

    Raises Expired (401), Gone (404, 410), Limited (429), Unavailable (503; any 5xx of a request that changes nothing),
    Unknown (other 5xx), Refused (the rest).
    """
    if answer.status < 300:
        return answer
    host = urlsplit(answer.url).hostname
    words = told or f"{host} answered {answer.status}."
    if answer.status == 401:
        raise Expired(words)
    if answer.status in (404, 410):
        raise Gone(words)
    if answer.status == 429:
        raise Limited(words, waiting(answer))
    if answer.status == 503 or (answer.status >= 500 and not changes):
        raise Unavailable(words, waiting(answer, 0))
    if answer.status >= 500:
        raise Unknown(words)
    raise Refused(words)


def waiting(answer: Answer, least: float = 60.0) -> float:
    """How many seconds the answer asks to wait: `Retry-After` in seconds, else `least`."""
    given = answer.headers.get("retry-after", "")
    return float(given) if given.isdigit() else least

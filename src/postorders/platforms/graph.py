"""Meta's Graph API, which Facebook Pages and Instagram professional accounts share: one request, and what each of its
errors means for a post. Source: https://developers.facebook.com/docs/graph-api/guides/error-handling."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from postorders.platforms.plain import plain, without
from postorders.platforms.publisher import Line
from postorders.platforms.saying import Rendering
from postorders.platforms.told import rows as listed
from postorders.platforms.wire import (
    Answer,
    Expired,
    Gone,
    Limited,
    Refused,
    Trouble,
    Unavailable,
    Unknown,
    good,
    send,
    waiting,
)
from postorders.words import _

ORIGIN = "https://graph.facebook.com"
VERSION = "v25.0"
DRIFT = timedelta(minutes=2)  # how far the platform's clock may be from ours

_KEYS = frozenset({102, 190})
_LIMITS = frozenset({4, 17, 32, 341, 613, 80001, 80002})
_PASSING = frozenset({-2, -1, 1, 2, 24})  # trouble on the platform's side, which may have come after the deed
_FULL, _SPAM, _UNREADY = 2207042, 2207051, 2207027  # Instagram's subcodes
_LEAST_WAIT = 300.0
_SCOPE = re.compile(r"\b(?:pages|instagram|business)_[a-z_]+")
_TOKEN = re.compile(r"\bEA[A-Za-z0-9]{16,}|\b\d{6,}\|[\w-]{8,}")
_ID = re.compile(r"\d{1,40}(?:_\d{1,40})?")


class Duplicate(Refused):
    """The platform says that the same words were posted just before (error 506)."""


@dataclass(frozen=True, slots=True)
class Graph:
    """One key to the Graph API: the origin asked, the access token and its proof, and the name shown in errors."""

    server: str = ORIGIN
    token: str = field(default="", repr=False)
    proof: str = field(default="", repr=False)
    label: str = "Facebook"

    def get(self, path: str, fields: str = "", **query: str) -> tuple[dict[str, Any], Answer]:
        """An object or a list, read, with the answer it came in. Trouble of any kind is Unavailable, never Unknown."""
        asked = {**({"fields": fields} if fields else {}), **query, **self._proved()}
        answer = send("GET", self._url(path), headers=self._headers(), query=asked)
        return self._data(answer, changes=False), answer

    def post(
        self, path: str, form: Mapping[str, str], *, public: bool,
        files: Mapping[str, tuple[str, bytes, str]] | None = None, timeout: float = 30.0,
    ) -> dict[str, Any]:  # fmt: skip
        """A change. `public` says that readers see it: only then is a lost answer Unknown."""
        sent = {**form, **self._proved()}
        try:
            answer = send("POST", self._url(path), headers=self._headers(), form=sent, files=files, timeout=timeout)
            return self._data(answer, changes=public)
        except Unknown as error:
            if public:
                raise
            raise Unavailable(error.told) from None

    def delete(self, path: str) -> None:
        """Takes an object away. Raises Gone where it is not there, or not for us: the platform does not tell which."""
        answer = send("DELETE", self._url(path), headers=self._headers(), query=self._proved())
        if self._data(answer, changes=True).get("success") is not True:
            raise Unknown(_("{platform} did not confirm that it was taken down.").format(platform=self.label))

    def _url(self, path: str) -> str:
        return f"{self.server.rstrip('/')}/{VERSION}/{path}"

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    def _proved(self) -> dict[str, str]:
        return {"appsecret_proof": self.proof} if self.proof else {}

    def _data(self, answer: Answer, *, changes: bool) -> dict[str, Any]:
        data = _parsed(answer.body)
        problem = data.get("error") if isinstance(data, dict) else None
        if isinstance(problem, dict):
            raise self._trouble(problem, answer, changes)
        good(answer, changes=changes)
        if isinstance(data, dict) and problem is None:
            return data
        told = _("{platform} answered with something that its interface does not have.").format(platform=self.label)
        raise Unknown(told) if changes else Unavailable(told)

    def _trouble(self, problem: dict[str, Any], answer: Answer, changes: bool) -> Trouble:
        code, sub = _number(problem.get("code")), _number(problem.get("error_subcode"))
        passing = code in _PASSING or problem.get("is_transient") is True or answer.status >= 500
        kind = _kind(code, sub, answer.status) or (Refused if not passing else Unknown if changes else Unavailable)
        told = self._told(problem, code, sub)
        if kind is Limited:
            return Limited(told, _regained(answer, 3600.0 if sub == _FULL else _LEAST_WAIT))
        if kind is Unavailable:
            return Unavailable(told, waiting(answer, 30.0 if sub == _UNREADY else 0.0))
        return kind(told + _allowed(problem) if kind is Expired and code not in _KEYS else told)

    def _told(self, problem: dict[str, Any], code: int, sub: int) -> str:
        words = problem.get("error_user_msg") or problem.get("message")
        number = f"{code}/{sub}" if sub else f"{code}"
        trace = problem.get("fbtrace_id")
        if isinstance(trace, str) and re.fullmatch(r"[\w-]{1,64}", trace):
            number += f", {trace}"
        return _("{platform} says: {words} ({number})").format(
            platform=self.label, words=self._clean(words) if isinstance(words, str) else "", number=number
        )

    def _clean(self, words: str) -> str:
        """The platform's words without keys, ours or others'."""
        return plain(_TOKEN.sub("…", without(words, (self.token, self.proof))))


def _kind(code: int, sub: int, status: int) -> type[Trouble] | None:
    """What a documented error means; None for one that its number does not settle."""
    rules: tuple[tuple[bool, type[Trouble]], ...] = (
        (code in _KEYS or (status == 401 and not code), Expired),
        (sub == _SPAM, Refused),
        (code in _LIMITS or sub == _FULL or status == 429, Limited),
        (code in (3, 10) or 200 <= code <= 299, Expired),
        ((code, sub) == (100, 33) or code == 803, Gone),
        (code == 506, Duplicate),
        (sub == _UNREADY, Unavailable),
    )
    return next((kind for holds, kind in rules if holds), None)


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _number(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _allowed(problem: dict[str, Any]) -> str:
    named = sorted(set(_SCOPE.findall(str(problem.get("message"))[:2000])))
    if not named:
        return " " + _("Connect the account anew and allow everything that is asked for.")
    return " " + _("Connect the account anew and allow {scopes}.").format(scopes=", ".join(named))


def _regained(answer: Answer, least: float) -> float:
    """Seconds until requests are taken again: the longest time that the usage header states in minutes, at most a day.
    Source: https://developers.facebook.com/docs/graph-api/overview/rate-limiting."""
    usage = _parsed(answer.headers.get("x-business-use-case-usage", "").encode())
    rows = [row for rows in usage.values() if isinstance(rows, list) for row in rows] if isinstance(usage, dict) else []
    minutes = [_number(row.get("estimated_time_to_regain_access")) for row in rows if isinstance(row, dict)]
    longest = max(minutes, default=0)
    return min(longest * 60.0, 86400.0) if longest > 0 else waiting(answer, least)


def opened(line: Line, label: str) -> Graph:
    """The key of a connected account. Raises Expired where it holds none."""
    token = line.secrets.get("token", "")
    if not token:
        raise Expired(_("The {platform} account is not connected. Connect it.").format(platform=label))
    return Graph(line.server or ORIGIN, token, line.secrets.get("proof", ""), label)


def held(line: Line, name: str, label: str) -> str:
    """The id of the account (`page` or `ig`) in the line's secrets. Raises Expired where there is none."""
    return identifier(line.secrets.get(name)) or _missing(label)


def _missing(label: str) -> str:
    raise Expired(_("The {platform} account is not wholly connected. Connect it anew.").format(platform=label))


def identifier(value: Any) -> str:
    """An id of the Graph API that is safe in an address; "" for anything else."""
    return value if isinstance(value, str) and _ID.fullmatch(value) else ""


def made(data: dict[str, Any], label: str, *, public: bool) -> str:
    """The id of what was just made. Raises Unknown, or Unavailable where no reader could see it, if there is none."""
    if given := identifier(data.get("id")):
        return given
    told = _("{platform} took the request and gave no id.").format(platform=label)
    raise Unknown(told) if public else Unavailable(told)


def rows(data: Any) -> list[dict[str, Any]]:
    """The objects of a list: `{"data": [...]}`; none for anything else."""
    return listed(data, "data")


def text(value: Any) -> str:
    """The value if it is text, else "". What no database takes (half a character, a null) is replaced."""
    return value.encode(errors="replace").decode().replace("\0", "\ufffd") if isinstance(value, str) else ""


def moment(value: Any) -> datetime | None:
    """A time of the Graph API (`2026-11-22T10:00:00+0000`); None for what is none or has no zone."""
    try:
        when = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return when if when and when.tzinfo else None


def recent(value: Any, since: str) -> bool:
    """Whether a time of the platform's is not before `since`, our clocks' difference allowed. A time that cannot be
    read counts as recent: it is worse to publish twice than to look twice."""
    when, start = moment(value), moment(since)
    return when is None or start is None or when >= start - DRIFT


def sendable(rendering: Rendering, index: int) -> None:
    """Raises Refused for a rendering that lacks something, or has no such piece."""
    if rendering.lacks:
        raise Refused(f"{rendering.lacks[0].what} {rendering.lacks[0].mend}")
    if not 0 <= index < len(rendering.pieces):
        raise Refused(_("There is no such part of the post."))

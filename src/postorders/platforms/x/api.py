"""Asking X: the bearer, the ways in which X says no, and answers whose shape nobody may rely on.

Source: https://docs.x.com/x-api/fundamentals/response-codes-and-errors (2026-11-22).
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from typing import Any

from postorders.platforms import wire
from postorders.platforms.plain import plain
from postorders.platforms.publisher import Line
from postorders.platforms.wire import Answer, Expired, Limited, Refused, Unknown
from postorders.words import _

SERVER = "https://api.x.com"
HANDLE = re.compile(r"[A-Za-z0-9_]{1,15}")
NUMBER = re.compile(r"[0-9]{1,20}")
SECRET = re.compile(r"[\x21-\x7e]{1,4096}")
_DAYS = 31 * 86400
_CLOSED = frozenset({"oauth1-permissions", "client-forbidden", "unsupported-authentication"})


class Duplicate(Refused):
    """X has this very text from us already."""


def ask(
    line: Line, method: str, path: str, needs: str, *, query: Mapping[str, Any] | None = None,
    json_body: Any = None, form: Mapping[str, Any] | None = None, timeout: float = 20.0,
    files: Mapping[str, tuple[str, bytes, str]] | None = None,
) -> Answer:  # fmt: skip
    """One request as the account; `needs` is the scope that it takes. Raises the troubles of `wire`, and Duplicate."""
    token = line.secrets.get("access_token", "")
    if not SECRET.fullmatch(token):
        raise Expired(_("There is no key to the X account. Connect it anew."))
    answer = wire.send(
        method, f"{line.server or SERVER}{path}", headers={"Authorization": f"Bearer {token}"}, query=query,
        json_body=json_body, form=form, files=files, timeout=timeout,
    )  # fmt: skip
    return checked(answer, needs, tuple(line.secrets.values()), changes=method != "GET")


def checked(answer: Answer, needs: str, secret: tuple[str, ...] = (), *, changes: bool = True) -> Answer:
    """The answer, if it is one of success. Raises what X's problem means for a post."""
    if answer.status < 300:
        return answer
    problem = _problem(answer)
    words = _words(problem, answer, secret)
    kind = str(problem.get("type", "")).rstrip("/").rpartition("/")[2]
    if answer.status == 402 or kind == "credits":
        raise Limited(_("X wants credits before it takes more: {words}").format(words=words), 3600)
    if answer.status == 429 or kind == "usage-capped":
        raise Limited(words, waiting(answer))
    if answer.status == 403:
        _forbidden(problem, kind, words, needs)
    if answer.status >= 500 and changes:
        raise Unknown(words)
    return wire.good(answer, words, changes=changes)


def _forbidden(problem: Mapping[str, Any], kind: str, words: str, needs: str) -> None:
    low = words.lower()
    if "duplicate content" in low:
        raise Duplicate(words)
    if kind in _CLOSED or problem.get("detail") in (None, "", "Forbidden"):
        what = _("X does not let this application do that; it needs the permission {scope}. {words}")
        raise Expired(what.format(scope=needs, words=words))
    if "suspended" in low or "locked" in low:
        raise Expired(words)


def _problem(answer: Answer) -> dict[str, Any]:
    try:
        told = answer.data()
    except Unknown:
        return {}
    return told if isinstance(told, dict) else {}


def _words(problem: Mapping[str, Any], answer: Answer, secret: tuple[str, ...]) -> str:
    errors = problem.get("errors")
    inner = [one.get("message") for one in errors if isinstance(one, dict)] if isinstance(errors, list) else []
    told = [problem.get("detail") or problem.get("title"), *inner[:3]]
    return plain(" ".join(one for one in told if isinstance(one, str)), secret) or _("X answered {status}.").format(
        status=answer.status
    )


def waiting(answer: Answer) -> float:
    """Seconds until the limit that was reached is lifted: the latest reset of those with nothing left."""
    resets = [
        int(reset) - time.time()
        for name in ("x-rate-limit", "x-app-limit-24hour", "x-user-limit-24hour")
        if (reset := answer.headers.get(f"{name}-reset", "")).isdigit()
        and len(reset) < 12
        and answer.headers.get(f"{name}-remaining", "0") == "0"
    ]
    return min(max([*resets, 1.0]), _DAYS) if resets else wire.waiting(answer)

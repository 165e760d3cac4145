"""Asking YouTube: the bearer, Google's form of error, and answers whose shape nobody may rely on.

Source: https://developers.google.com/youtube/v3/docs/errors (2026-11-22).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from postorders.platforms import wire
from postorders.platforms.plain import plain
from postorders.platforms.publisher import Line
from postorders.platforms.told import dig, rows
from postorders.platforms.wire import Answer, Expired, Limited, Unknown
from postorders.words import _

SERVER = "https://www.googleapis.com"
VIDEO = re.compile(r"[A-Za-z0-9_-]{6,32}")
NAME = re.compile(r"[A-Za-z0-9_-]{2,64}")
SECRET = re.compile(r"[\x21-\x7e]{1,4096}")
UPLOAD = "https://www.googleapis.com/auth/youtube.upload"
READ = "https://www.googleapis.com/auth/youtube.readonly"
CHANGE = "https://www.googleapis.com/auth/youtube.force-ssl"
_DAY = 86400.0
_TAG = re.compile(r"<[^<>]*>")
_QUOTA = frozenset({"quotaExceeded", "dailyLimitExceeded", "dailyLimitExceededUnreg"})
_RATE = frozenset({"rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED"})
_SCOPE = frozenset({"insufficientPermissions", "insufficientScopes", "ACCESS_TOKEN_SCOPE_INSUFFICIENT"})
_CLOSED = frozenset(
    "accessNotConfigured SERVICE_DISABLED authError youtubeSignupRequired authenticatedUserAccountClosed channelClosed "
    "authenticatedUserAccountSuspended channelSuspended accountDelegationForbidden authenticatedUserNotChannel".split()
)


def ask(
    line: Line, method: str, path: str, needs: str, *, query: Mapping[str, Any] | None = None,
    json_body: Any = None, headers: Mapping[str, str] | None = None,
) -> Answer:  # fmt: skip
    """One request as the account; `needs` is the scope that it takes. Raises the troubles of `wire`."""
    sent = {**bearer(line), **(headers or {})}
    answer = wire.send(method, f"{line.server or SERVER}{path}", headers=sent, query=query, json_body=json_body)
    return checked(answer, needs, tuple(line.secrets.values()), changes=method != "GET")


def bearer(line: Line) -> dict[str, str]:
    """The header that opens the account. Raises Expired where there is no key."""
    token = line.secrets.get("access_token", "")
    if not SECRET.fullmatch(token):
        raise Expired(_("There is no key to the YouTube channel. Connect it anew."))
    return {"Authorization": f"Bearer {token}"}


def checked(answer: Answer, needs: str, secret: tuple[str, ...] = (), *, changes: bool = True) -> Answer:
    """The answer, if it is one of success. Raises what Google's error means for a video."""
    if answer.status < 300:
        return answer
    error = _error(answer)
    reasons = _reasons(error)
    message = error.get("message")
    words = plain(_TAG.sub("", message) if isinstance(message, str) else "", secret)
    words = words or _("YouTube answered {status}.").format(status=answer.status)
    if answer.status < 500:
        _limits(reasons, words)
        _rights(reasons, words, needs, answer.status)
    return wire.good(answer, words, changes=changes)


def _limits(reasons: frozenset[str], words: str) -> None:
    if reasons & _QUOTA:
        what = _("The application's share of YouTube's interface is used up for today. {words}")
        raise Limited(what.format(words=words), midnight())
    if "uploadLimitExceeded" in reasons:
        what = _("The channel has uploaded as much as YouTube takes in a day. {words}")
        raise Limited(what.format(words=words), _DAY)
    if reasons & _RATE:
        raise Limited(words, 60)


def _rights(reasons: frozenset[str], words: str, needs: str, status: int) -> None:
    if reasons & _SCOPE or (status == 403 and not reasons):
        what = _("YouTube does not let this application do that; it needs the permission {scope}. {words}")
        raise Expired(what.format(scope=needs, words=words))
    if reasons & _CLOSED:
        raise Expired(words)


def midnight(now: datetime | None = None) -> float:
    """Seconds until the share is whole again: midnight in California, and a minute; a day where the zone is unknown."""
    now = now or datetime.now(UTC)
    try:
        local = now.astimezone(ZoneInfo("America/Los_Angeles"))
    except ZoneInfoNotFoundError:
        return _DAY
    following = datetime.combine(local.date() + timedelta(days=1), datetime.min.time(), local.tzinfo)
    return (following.astimezone(UTC) - now).total_seconds() + 60


def _error(answer: Answer) -> dict[str, Any]:
    try:
        return dig(answer.data(), "error")
    except Unknown:
        return {}


def _reasons(error: Mapping[str, Any]) -> frozenset[str]:
    told = [*rows(error, "errors"), *rows(error, "details")]
    return frozenset(one["reason"] for one in told if isinstance(one.get("reason"), str))

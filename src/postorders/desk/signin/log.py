"""The security log: who signed in, what failed, what was locked. JSON lines with account ids and network addresses,
and nothing else about a person.
"""

from __future__ import annotations

import json
import logging
import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

NAME = "postorders.security"
_logger = logging.getLogger(NAME)


def note(event: str, account: Any = None, **more: Any) -> None:
    """Writes one event; the account (an `Account` or its id) and the address default to those of the request."""
    fields: dict[str, Any] = {"event": event}
    request = _request()
    if request is not None:
        fields["address"] = _address(request)
        if account is None and getattr(request, "user", None) is not None and request.user.is_authenticated:
            account = request.user
    if account is not None:
        fields["account"] = getattr(account, "pk", account)
    _logger.info(event, extra={"fields": {**fields, **more}})


def _request() -> Any:
    from allauth.core import context

    return context.request


def _address(request: Any) -> str:
    from allauth.core.internal.httpkit import get_client_ip

    return get_client_ip(request) or ""


class Lines(logging.Formatter):
    """One JSON object a line: `at` (UTC), `event`, and the fields of the event."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        fields = getattr(record, "fields", {"event": record.getMessage()})
        return json.dumps({"at": at, **fields}, sort_keys=True)


class Daily(logging.Handler):
    """A file for each day (UTC), `security-<date>.jsonl`, which only its owner reads; several processes may write.

    Files older than `days` are deleted when a new day begins.
    """

    def __init__(self, folder: str, days: int) -> None:
        super().__init__()
        self.folder, self.days = Path(folder), days

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self._write(datetime.fromtimestamp(record.created, UTC).date(), self.format(record) + "\n")
        except OSError:
            self.handleError(record)

    def _write(self, day: date, line: str) -> None:
        path = self.folder / f"security-{day}.jsonl"
        new = not path.exists()
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(handle, line.encode())
        finally:
            os.close(handle)
        if new:
            self._prune(day)

    def _prune(self, day: date) -> None:
        oldest = f"security-{day - timedelta(days=self.days)}.jsonl"
        for path in self.folder.glob("security-????-??-??.jsonl"):
            if path.name < oldest:
                path.unlink(missing_ok=True)

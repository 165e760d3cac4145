"""Asking a server on loopback, as a visitor without a login does."""

from __future__ import annotations

import json
from email.message import Message
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen


def get(url: str) -> tuple[int, bytes, Message]:
    """Status, body and headers of a page on loopback, whatever the status."""
    return _asked(Request(url))


def post(url: str, said: dict[str, Any], token: str = "") -> dict[str, Any]:
    """The JSON that comes back for some JSON, which must be well received."""
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    status, body, _ = _asked(Request(url, json.dumps(said).encode(), headers))
    assert status == 200, body
    return json.loads(body) if body else {}


def _asked(request: Request) -> tuple[int, bytes, Message]:
    assert urlsplit(request.full_url).hostname == "127.0.0.1"
    try:
        with urlopen(request, timeout=30) as answer:
            return answer.status, answer.read(), answer.headers
    except HTTPError as error:
        with error:
            return error.code, error.read(), error.headers

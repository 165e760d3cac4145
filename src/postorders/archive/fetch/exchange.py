"""One question and its answer over HTTP; whatever goes wrong below becomes a `NotFetched`."""

from __future__ import annotations

import logging
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPException
from typing import cast

from urllib3 import BaseHTTPResponse
from urllib3.connection import HTTPConnection
from urllib3.exceptions import HTTPError

from postorders.archive.fetch.connect import connect
from postorders.archive.fetch.errand import Errand
from postorders.archive.fetch.errors import NotFetched
from postorders.archive.fetch.guard import Guard
from postorders.archive.fetch.limits import Limits
from postorders.archive.fetch.target import Target
from postorders.archive.fetch.wire import Wire
from postorders.words import _

# It logs odd headers of other people's servers with a traceback.
logging.getLogger("urllib3.connection").setLevel(logging.ERROR)


class Exchange:
    """Asks with one set of rules. `headers` go with each request; nothing of one answer goes into the next."""

    def __init__(self, guard: Guard, trust: ssl.SSLContext, limits: Limits, agent: str) -> None:
        self._guard, self._trust, self._limits, self._agent = guard, trust, limits, agent

    @contextmanager
    def ask(self, target: Target, accept: str, errand: Errand) -> Iterator[BaseHTTPResponse]:
        """The answer to a GET, its body still to be read; the connection ends with the block."""
        wire = Wire(connect(target, self._guard, self._trust, errand, self._limits), errand, self._limits)
        try:
            with _told():
                answer = self._get(wire, target, accept)
                wire.may_read = self._limits.headers + 2 * self._limits.sent
                yield answer
        finally:
            wire.hang_up()

    def _get(self, wire: Wire, target: Target, accept: str) -> BaseHTTPResponse:
        line = HTTPConnection(target.host, target.port)
        line.auto_open = 0
        line.sock = cast(socket.socket, wire)
        line.request(
            "GET", target.path, headers=self._headers(target, accept), preload_content=False, decode_content=False
        )
        answer = line.getresponse()
        if wire.ended:
            raise HTTPException("the headers have no end")
        return answer

    def _headers(self, target: Target, accept: str) -> Mapping[str, str]:
        return {
            "Host": target.authority,
            "User-Agent": self._agent,
            "Accept": accept,
            "Accept-Encoding": "gzip, deflate",
            "Connection": "close",
        }


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (HTTPError, HTTPException, OSError, ValueError):
        what = _("The connection broke off, or the answer was not HTTP.")
        mend = _("Try again later, or upload a saved page.")
        raise NotFetched("connection", what, mend, retry_after=600) from None

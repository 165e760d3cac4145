"""The server that every contract is spoken by: routes, a memory of what was asked, and faults on demand."""

from __future__ import annotations

import json
import re
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import policy
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class Asked:
    """One request: `query` and `form` with single values, `parts` of a multipart form as (bytes, type, file name)."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes
    form: dict[str, str] = field(default_factory=dict)
    parts: dict[str, tuple[bytes, str, str]] = field(default_factory=dict)
    match: tuple[str, ...] = ()

    @property
    def data(self) -> Any:
        """The body as JSON, {} for none."""
        return json.loads(self.body) if self.body else {}

    @property
    def token(self) -> str:
        """The bearer's token, "" for none."""
        return self.headers.get("authorization", "").removeprefix("Bearer ").removeprefix("DPoP ")


@dataclass
class Reply:
    """What is answered: JSON for a dict or list, else the bytes as they are."""

    body: Any = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Fault:
    """What goes wrong with the next `times` requests whose "METHOD path" fits `where`.

    `how`: "before" answers `reply` and does nothing; "after" does it and then answers `reply`; "drop before" and "drop
    after" close the connection without an answer; "slow after" does it and answers after `wait` seconds.
    """

    where: str
    how: str
    reply: Reply = field(default_factory=lambda: Reply({"error": "internal"}, 500))
    times: int = 1
    wait: float = 0.0


class Contract:
    """A platform's interface. A subclass fills `routes` with (method, pattern of the whole path, function of Asked)."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.faults: list[Fault] = []
        self.routes: list[tuple[str, str, Callable[[Asked], Reply]]] = []
        self.lock = threading.RLock()
        self.base = ""

    def fail(self, where: str, how: str, reply: Reply | None = None, times: int = 1, wait: float = 0.0) -> None:
        """Orders a fault (see Fault)."""
        self.faults.append(Fault(where, how, reply or Reply({"error": "internal"}, 500), times, wait))

    def count(self, where: str) -> int:
        """How many requests fit a pattern of "METHOD path"."""
        return sum(1 for one in self.asked if re.fullmatch(where, f"{one.method} {one.path}"))

    def answer(self, asked: Asked) -> Reply | None:
        """The reply; None closes the connection."""
        with self.lock:
            self.asked.append(asked)
            fault = next(
                (one for one in self.faults if one.times and re.fullmatch(one.where, f"{asked.method} {asked.path}")),
                None,
            )
            if fault:
                fault.times -= 1
                if fault.how == "before":
                    return fault.reply
                if fault.how == "drop before":
                    return None
            done = self._routed(asked)
        if fault is None:
            return done
        if fault.how == "slow after":
            time.sleep(fault.wait)
            return done
        return None if fault.how == "drop after" else fault.reply

    def _routed(self, asked: Asked) -> Reply:
        for method, pattern, function in self.routes:
            if method == asked.method and (found := re.fullmatch(pattern, asked.path)):
                asked.match = found.groups()
                return function(asked)
        return Reply({"error": f"no route for {asked.method} {asked.path}"}, 404)


class Server(ThreadingHTTPServer):
    """Says nothing of a client that went away: that is what some tests are about."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def serving(contract: Contract) -> Iterator[Contract]:
    """The contract on a free port of loopback; `contract.base` is its origin."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _go(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            reply = contract.answer(_asked(self.command, self.path, dict(self.headers.items()), body))
            if reply is None:
                self.close_connection = True
                return
            plain = isinstance(reply.body, bytes)
            sent = reply.body if plain else json.dumps(reply.body).encode()
            self.send_response(reply.status)
            for name, value in {
                "Content-Type": "application/octet-stream" if plain else "application/json",
                **reply.headers,
            }.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = _go

        def log_message(self, *args: object) -> None:
            pass

    server = Server(("127.0.0.1", 0), Handler)
    contract.base = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield contract
    finally:
        server.shutdown()
        server.server_close()


def _asked(method: str, target: str, headers: dict[str, str], body: bytes) -> Asked:
    parts = urlsplit(target)
    low = {name.lower(): value for name, value in headers.items()}
    query = {name: values[-1] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
    asked = Asked(method, parts.path, query, low, body)
    kind = low.get("content-type", "")
    if kind.startswith("application/x-www-form-urlencoded"):
        asked.form = {name: values[-1] for name, values in parse_qs(body.decode(), keep_blank_values=True).items()}
    elif kind.startswith("multipart/form-data"):
        message = BytesParser(policy=policy.HTTP).parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + body)
        for part in message.iter_parts():
            name = str(part.get_param("name", header="content-disposition"))
            content = part.get_payload(decode=True) or b""
            if file := part.get_filename():
                asked.parts[name] = (content, part.get_content_type(), file)
            else:
                asked.form[name] = content.decode()
    return asked

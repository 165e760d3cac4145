"""A model's server on this machine, with the API's shape and answers that a test writes."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Asked = dict[str, Any]
Reply = Callable[[BaseHTTPRequestHandler, Asked], None]


@dataclass
class Clerk:
    """What runs, and every question that came: the whole request, and what it says of clause and post."""

    url: str
    requests: list[Asked] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)

    @property
    def door(self) -> str:
        return self.url.removeprefix("http://").removeprefix("https://").removesuffix("/v1")

    @property
    def clauses(self) -> list[str]:
        return [question(asked)["clause"]["id"] for asked in self.requests]


def question(asked: Asked) -> Any:
    """The clause and the post of a request."""
    return json.loads(asked["messages"][1]["content"])


def says(content: object, status: int = 200, **headers: str) -> Reply:
    """Answers every question with this content of a message: text as it is, all else as JSON."""
    text = content if isinstance(content, str) else json.dumps(content)
    whole = {"id": "1", "object": "chat.completion", "choices": [{"index": 0, "message": {"content": text}}]}
    return raw(json.dumps(whole).encode(), status, **headers)


def quotes(words: str) -> Reply:
    """Quotes these words for whichever clause is asked about."""

    def reply(to: BaseHTTPRequestHandler, asked: Asked) -> None:
        says({"clause": question(asked)["clause"]["id"], "quote": words})(to, asked)

    return reply


def raw(body: bytes, status: int = 200, **headers: str) -> Reply:
    """Answers every question with these bytes."""

    def reply(to: BaseHTTPRequestHandler, asked: Asked) -> None:
        to.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body)), **headers}.items():
            to.send_header(name, value)
        to.end_headers()
        to.wfile.write(body)

    return reply


def in_turn(*replies: Reply) -> Reply:
    """One reply after another, the last one for good."""
    left = list(replies)

    def reply(to: BaseHTTPRequestHandler, asked: Asked) -> None:
        one = left.pop(0) if len(left) > 1 else left[0]
        one(to, asked)

    return reply


@contextmanager
def serving(reply: Reply, tls: ssl.SSLContext | None = None) -> Iterator[Clerk]:
    """A clerk that answers so, on a port of its own."""
    clerk = Clerk("")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            clerk.requests.append(asked)
            clerk.headers.append(dict(self.headers.items()))
            clerk.paths.append(self.path)
            reply(self, asked)

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            pass

    server = Server(("127.0.0.1", 0), Handler)
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    clerk.url = f"{'https' if tls else 'http'}://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield clerk
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

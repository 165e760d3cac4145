"""A town's web pages on this machine, which a story may change while it is told."""

from __future__ import annotations

import http.server
import threading
from dataclasses import dataclass, field
from typing import Any

OURS = "This page is maintained by the Fulton Grove Police Department."
CONTACT = "Non-emergency: 816-555-0142"
DISCLAIMER = "Opinions expressed by visitors do not reflect those of the department."
REMOVAL = "We may remove comments that contain threats, advertising or private information about a person."
LINK = '<a href="https://www.{site}/police">Official website: {site}</a>'
WHO = "Posts are by members of the police department."
NEWS = "Road work on Mill Street goes on until Friday. Please use Orchard Avenue, and mind the crews. " * 4


def profile(site: str, *without: str) -> str:
    """An account's page that shows all that a policy demands, but for what is left out."""
    lines = [line for line in (OURS, CONTACT, DISCLAIMER, REMOVAL, LINK.format(site=site), WHO) if line not in without]
    body = "".join(f"<p>{line}</p>" for line in [*lines, NEWS])
    return f"<!doctype html><html lang=en><title>Fulton Grove Police</title><body><h1>News</h1>{body}</body></html>"


def website(*links: str) -> str:
    """A page of the official website with links to accounts."""
    items = "".join(f'<li><a rel="me" href="{link}">Follow us</a></li>' for link in links)
    return f"<!doctype html><html lang=en><title>City of Fulton Grove</title><body><p>{NEWS}</p><ul>{items}</ul></body></html>"


@dataclass
class Town:
    """Pages by their paths, served on localhost."""

    port: int = 0
    pages: dict[str, str] = field(default_factory=dict)

    def url(self, path: str) -> str:
        return f"http://localhost:{self.port}{path}"


def opened() -> tuple[Town, http.server.ThreadingHTTPServer]:
    """A town and its server, which runs until it is shut down."""
    town = Town()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = town.pages.get(self.path)
            body = (page or "not here").encode()
            self.send_response(200 if page else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *given: Any) -> None:
            """Says nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    town.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return town, server

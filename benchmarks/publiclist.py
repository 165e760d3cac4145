"""The public list under load: the server as `make run` starts it, with and without the shelf, and a bare one beside it.

`python -m benchmarks.publiclist [--accounts 12] [--connections 64] [--seconds 8]` prints requests a second.
Visitors are one more process on the same cores. The bare server is granian that sends the same bytes from a WSGI
function of two lines: what no application can beat. `verify` asks for 500
different addresses, `verify, one` for the same one.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
SLUG = "millcreek"
LIST = f"/d/{SLUG}/accounts/"
BODY = "POSTORDERS_BENCH_BODY"


def main() -> None:
    """Measures each server on each page and prints a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--accounts", type=int, default=12)
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--seconds", type=float, default=8.0)
    parser.add_argument("--visit", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.visit:
        print(json.dumps(asyncio.run(_visits(json.loads(given.visit)))))
        return
    results = measure(given.accounts, given.connections, given.seconds)
    print(json.dumps(results, indent=2))
    print(table(results))


def table(results: dict[str, Any]) -> str:
    """The figures as a table of Markdown."""
    rows = [
        f"| {one['page']} | {one['bytes']} | {one['shelf']} | {one['django']} | {one['bare']} | "
        f"{one['shelf'] / max(one['django'], 1):.1f} | {one['shelf'] / max(one['bare'], 1):.2f} |"
        for one in results["pages"]
    ]
    head = "| page | bytes | from memory/s | without/s | bare server/s | against without | against bare |"
    return "\n".join([head, "|---|---|---|---|---|---|---|", *rows])


def measure(accounts: int = 12, connections: int = 64, seconds: float = 8.0) -> dict[str, Any]:
    """Requests a second of every page, by server."""
    folder, port = _desk(accounts), _free_port()
    order = {"port": port, "connections": connections, "seconds": seconds}
    pages = {
        "list": [LIST],
        "list as data": [f"/d/{SLUG}/accounts.json"],
        "trust.txt": [f"/d/{SLUG}/trust.txt"],
        "verify, one": [f"{LIST}verify/?url=https://x.com/millcreekpd0"],
        "verify": [f"{LIST}verify/?url=https://x.com/{name}" for name in _asked(500)],
    }
    found: dict[str, dict[str, Any]] = {name: {"page": name} for name in pages}
    for server, target in (("shelf", "postorders.desk.wsgi:application"), ("django", "benchmarks.publiclist:straight")):
        with _serving(folder, port, target):
            for name, paths in pages.items():
                found[name] |= _load(order, paths, server)
    for name in pages:
        with _serving(folder, port, "benchmarks.publiclist:bare", found[name].pop("body")):
            found[name] |= _load(order, ["/"], "bare")
            found[name].pop("body")
    return {"cores": os.cpu_count(), "connections": connections, "accounts": accounts, "pages": list(found.values())}


def bare(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """The same bytes, and nothing else."""
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(_body())))])
    return [_body()]


def _body(kept: list[bytes] = []) -> bytes:  # noqa: B006 - read once for each process
    if not kept:
        kept.append(Path(os.environ[BODY]).read_bytes())
    return kept[0]


def straight(environ: dict[str, Any], start_response: Any, kept: list[Any] = []) -> Any:  # noqa: B006 - as above
    """Django itself, without the shelf in front of it."""
    if not kept:
        from django.core.wsgi import get_wsgi_application

        kept.append(get_wsgi_application())
    return kept[0](environ, start_response)


def _asked(count: int) -> Iterator[str]:
    """Handles that people ask for: some listed, some like them, most of neither sort."""
    for number in range(count):
        yield ("millcreekpd0", f"millcreekpd{number}x", f"quilting{number}", f"lake{number}_news")[number % 4]


def _desk(accounts: int) -> Path:
    """A desk on SQLite with a department and its accounts, listed."""
    folder = Path(tempfile.mkdtemp(prefix="postorders-bench-")) / "desk"
    from postorders.desk.folder import make

    os.environ["POSTORDERS_DESK"] = str(make(folder, mfa_above_member=False))
    os.environ["DJANGO_SETTINGS_MODULE"] = "postorders.desk.settings"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    _seed(accounts)
    return folder


def _seed(accounts: int) -> None:
    from django.utils import timezone

    from postorders.desk.base import guard, scope
    from postorders.desk.base.person import machine
    from postorders.desk.people.acts import found
    from postorders.desk.policy.acts import adopt
    from postorders.desk.register import publish
    from postorders.desk.register.models import Site
    from postorders.platforms.address import address
    from postorders.policy.library import TEMPLATES

    place = found(SLUG, "Mill Creek Police Department")
    hosts = ("https://x.com/", "https://www.facebook.com/", "https://www.instagram.com/")
    with scope.within(place.id):
        adopt(machine(), TEMPLATES / "raymore-8")
        with guard.lifted("seeding a benchmark"), publish.together():
            for number in range(accounts):
                at, now = address(f"{hosts[number % 3]}millcreekpd{number}"), timezone.now()
                known = {"platform": at.platform, "handle": at.handle, "url": at.url, "key": at.key, "state": "listed"}
                about = {"name": f"Mill Creek Police {number}", "purpose": "News for residents: closures, alerts."}
                site = Site(number=number + 1, listed=now, verified=now, **known, **about)
                site.save()
                publish.changed(site, "listed")


@contextmanager
def _serving(folder: Path, port: int, target: str, body: str = "") -> Iterator[None]:
    """The server with the settings of a new desk: one process, four threads."""
    from dataclasses import replace

    from postorders.desk.config import load
    from postorders.desk.operate.run import environment, server_command

    config = replace(load(str(folder)), port=port, bind="127.0.0.1")
    command = [*server_command(config)[:-1], target]
    given = environment(config)
    if body:
        (folder / "body").write_text(body, encoding="utf-8")
        given[BODY] = str(folder / "body")
    server = subprocess.Popen(command, env=given, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        _wait(port)
        yield
    finally:
        server.terminate()
        server.wait(30)


def _load(order: dict[str, Any], paths: list[str], server: str) -> dict[str, Any]:
    """Visitors in a process of their own; once warm, then counted."""
    asked = {**order, "paths": paths}
    for seconds in (1.0, order["seconds"]):
        command = [sys.executable, "-m", "benchmarks.publiclist", "--visit", json.dumps({**asked, "seconds": seconds})]
        ran = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        told = json.loads(ran.stdout)
    if told["wrong"]:
        raise SystemExit(f"{server}: {told['wrong']} answers of {paths[0]} were not 200: {told['first']}")
    print(f"{server}: {paths[0]}: {told['per_second']}/s", file=sys.stderr)
    return {server: told["per_second"], "bytes": told["bytes"], "body": told["body"]}


class _Visitor(asyncio.Protocol):
    """One connection that asks again as soon as it was answered."""

    def __init__(self, order: dict[str, Any], number: int, told: dict[str, Any]) -> None:
        self.paths, self.at, self.told = order["paths"], number, told
        self.head = f" HTTP/1.1\r\nHost: localhost:{order['port']}\r\n\r\n".encode()
        self.left, self.buffer = -1, b""
        self.transport: Any = None

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        self.ask()

    def ask(self) -> None:
        self.at += 1
        path = self.paths[self.at % len(self.paths)]
        self.transport.write(b"GET " + path.encode() + self.head)

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        end = self.buffer.find(b"\r\n\r\n")
        if end < 0:
            return
        if self.left < 0:
            head = self.buffer[:end].lower()
            start = head.index(b"content-length:") + 15
            self.left = end + 4 + int(head[start:].split(b"\r\n", 1)[0])
        if len(self.buffer) < self.left:
            return
        self.told["count"] += 1
        if self.buffer[9:12] != b"200":
            self.told["wrong"] += 1
            self.told["first"] = self.buffer[:300].decode("latin-1")
        if not self.told["body"]:
            self.told["body"] = self.buffer[end + 4 :].decode()
            self.told["bytes"] = self.left - end - 4
        self.buffer, self.left = b"", -1
        self.ask()


async def _visits(order: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {"count": 0, "wrong": 0, "first": "", "body": "", "bytes": 0}
    loop = asyncio.get_running_loop()
    made = [
        await loop.create_connection(lambda n=number: _Visitor(order, n * 7, told), "127.0.0.1", order["port"])
        for number in range(order["connections"])
    ]
    before, began = told["count"], time.perf_counter()
    await asyncio.sleep(order["seconds"])
    done, took = told["count"] - before, time.perf_counter() - began
    for transport, _visitor in made:
        transport.abort()
    return {**told, "per_second": round(done / took)}


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait(port: int) -> None:
    for _ in range(150):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            time.sleep(1)
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("The server did not start.")


if __name__ == "__main__":
    main()

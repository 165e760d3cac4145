"""A running desk for tests in a browser: the real application on http://localhost, on a SQLite file of its own.

It runs in a process of its own, so that its settings, its database and its threads are those of a desk that people
use; second factors are asked for. `python -m tests.desk.server FOLDER PORT` is that process.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PASSWORD = "blue heron over the dam"


@dataclass(frozen=True)
class Desk:
    """Its address, its folder, and the password of everybody in the cast, whose addresses are `first@slug.example`."""

    url: str
    folder: Path
    password: str = PASSWORD

    def outbox(self) -> str:
        """Every message that was sent, as text."""
        files = sorted((self.folder / "outbox").iterdir())
        return "\n".join(file.read_text(encoding="utf-8") for file in files)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
    return port


@pytest.fixture(scope="module")
def live_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk with both departments of the cast, each member with an account; one for all tests of a module."""
    folder, port = tmp_path_factory.mktemp("live") / "desk", free_port()
    shutil.copytree(_made(tmp_path_factory), folder)
    at = {"POSTORDERS_DESK_ADDRESS": f"http://localhost:{port}", "POSTORDERS_DESK_PORT": str(port)}
    environment = {**os.environ, **at, **_desk_at(folder)}
    command = [sys.executable, "-m", "tests.desk.server", str(folder), str(port)]
    with (folder.parent / "log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            _wait(f"http://localhost:{port}/", process, folder.parent / "log")
            yield Desk(f"http://localhost:{port}", folder)
        finally:
            process.terminate()
            process.wait(20)


def _desk_at(folder: Path) -> dict[str, str]:
    return {"POSTORDERS_DESK": str(folder), "DJANGO_SETTINGS_MODULE": "postorders.desk.settings"}


def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the desk that is copied, made by whichever process needs it first."""
    base = tmp_path_factory.getbasetemp()
    place = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "desk-to-copy"
    place.mkdir(exist_ok=True)
    with (place / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        folder, begun = place / "desk", place / "begun"
        if not folder.exists():
            shutil.rmtree(begun, ignore_errors=True)
            command = [sys.executable, "-m", "tests.desk.server", str(begun)]
            subprocess.run(command, cwd=ROOT, env={**os.environ, **_desk_at(begun)}, check=True)
            begun.rename(folder)
    return folder


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(600):
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"The desk did not start:\n{log.read_text(encoding='utf-8')}")


def fill(folder: Path) -> None:
    """Makes a desk and founds the departments of the cast, each member with an account."""
    from postorders.desk.folder import make

    make(folder)
    import django

    django.setup()
    from django.core.management import call_command
    from tests.desk import cast

    from postorders.desk.check import building

    call_command("migrate", verbosity=0)
    world = cast.world()
    for place in (world.bluff, world.osage):
        for short in place.members:
            cast.account(place, short)
    building.bring_all_up_to_date()


def _run(port: int) -> None:
    """The application behind a plain server of the standard library, a thread for each request."""
    from socketserver import ThreadingMixIn
    from wsgiref.simple_server import WSGIServer, make_server

    import django

    django.setup()
    from postorders.desk.wsgi import application

    class Threaded(ThreadingMixIn, WSGIServer):
        daemon_threads = True

    with make_server("127.0.0.1", port, application, server_class=Threaded) as server:
        server.serve_forever()


if __name__ == "__main__":
    _run(int(sys.argv[2])) if len(sys.argv) > 2 else fill(Path(sys.argv[1]))

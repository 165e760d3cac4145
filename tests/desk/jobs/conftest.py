"""A mail server on a loopback port, and workers that can be killed."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from tests.desk.jobs.sink import Sink


@pytest.fixture
def sink() -> Iterator[Sink]:
    """A mail server that keeps what it takes."""
    one = Sink()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        one.port = free.getsockname()[1]
    controller = Controller(one, hostname="127.0.0.1", port=one.port)
    controller.start()
    yield one
    one.open.set()
    controller.stop()


@pytest.fixture
def work(sink: Sink, settings: Any, tmp_path: Path) -> Iterator[Any]:
    """Starts a worker as a process of its own, on the database of the tests."""
    started: list[subprocess.Popen[bytes]] = []

    def start(*args: str) -> subprocess.Popen[bytes]:
        environment = {**os.environ, "POSTORDERS_TEST_DATABASE_NAME": str(settings.DATABASES["default"]["NAME"])}
        environment |= {"POSTORDERS_DESK_MAIL_HOST": "127.0.0.1", "POSTORDERS_DESK_MAIL_PORT": str(sink.port)}
        script = Path(__file__).with_name("working.py")
        process = subprocess.Popen([sys.executable, str(script), *args], env=environment)
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()

"""Starts the desk: the web server and the worker as children, and ends both with itself."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess  # nosec B404 - our own commands, never a shell
import sys
import time
from collections.abc import Callable, Iterator
from types import FrameType

from postorders.desk.config import FOLDER_VARIABLE, PREFIX, Config
from postorders.errors import InputError, Problem, refuse
from postorders.words import _

STOP_SECONDS = 15
AGAIN_SECONDS = 5


def free_port(bind: str = "127.0.0.1") -> int:
    """A port that nothing listens on."""
    with socket.create_server((bind, 0)) as server:
        return int(server.getsockname()[1])


def check_port(config: Config) -> None:
    """Raises InputError when something listens on the desk's port, or the address is not this machine's."""
    kind = socket.AF_INET6 if ":" in config.bind else socket.AF_INET
    try:
        with socket.create_server((config.bind, config.port), family=kind):
            pass
    except OSError as error:
        what = _("The desk cannot listen on {bind}, port {port}: {why}.")
        mend = _("End what listens there, or change `port` or `bind` in desk.toml.")
        raise refuse(
            what.format(bind=config.bind, port=config.port, why=os.strerror(error.errno or 0).lower()),
            mend,
            config.folder,
        ) from error


def prepare(config: Config) -> list[Problem]:
    """Gathers the static files into the desk's folder and brings check pages up to date; returns what did not work."""
    from django.core.management import call_command

    from postorders.desk.check.building import bring_all_up_to_date

    call_command("collectstatic", interactive=False, verbosity=0)
    try:
        bring_all_up_to_date()
    except InputError as error:
        return list(error.problems)
    return []


def server_command(config: Config) -> list[str]:
    """The command of the web server: no access log, so that nobody's look at a page is kept."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", config.bind]
    command += ["--port", str(config.port), "--workers", str(config.workers)]
    command += ["--blocking-threads", str(config.threads), "--workers-kill-timeout", "10", "--no-access-log"]
    return [*command, "--log-level", "warning", "--respawn-failed-workers", "postorders.desk.wsgi:application"]


def worker_command(config: Config) -> list[str]:
    """The command of the worker."""
    return [sys.executable, "-m", "postorders.cli.main", "desk", "worker", "--at", config.folder]


def environment(config: Config, **settings: object) -> dict[str, str]:
    """The environment of a child; `settings` replace those of the desk."""
    given = {PREFIX + name.upper(): str(value) for name, value in settings.items()}
    return {**os.environ, FOLDER_VARIABLE: config.folder, **given}


@contextlib.contextmanager
def serving(config: Config, **settings: object) -> Iterator[subprocess.Popen[bytes]]:
    """The web server, until the block ends."""
    with _child(server_command(config), environment(config, **settings)) as server:
        yield server


def serve(config: Config, ready: Callable[[], None], worker: bool = True) -> int:
    """Runs the server, and a worker beside it, until a signal or the server's end; returns the exit code.

    `ready` is called once the server answers. A worker that ends by itself is started again.
    """
    given = environment(config)
    with _signals() as stop, contextlib.ExitStack() as stack:
        server = stack.enter_context(_child(server_command(config), given))
        at_work = stack.enter_context(_child(worker_command(config), given)) if worker else None
        told, ended = False, 0.0
        while not stop.wanted and server.poll() is None:
            if not told and listening(config):
                told = True
                ready()
            if at_work is not None and at_work.poll() is not None:
                ended = ended or time.monotonic()
                if time.monotonic() - ended >= AGAIN_SECONDS:
                    at_work, ended = stack.enter_context(_child(worker_command(config), given)), 0.0
            time.sleep(0.1)
        return 0 if stop.wanted else (server.returncode or 1)


def listening(config: Config) -> bool:
    """Whether the server takes connections."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(config.bind, config.bind)  # nosec B104 - it is compared
    try:
        with socket.create_connection((host, config.port), timeout=1):
            return True
    except OSError:
        return False


class _Stop:
    wanted = False


@contextlib.contextmanager
def _signals() -> Iterator[_Stop]:
    stop = _Stop()

    def note(number: int, frame: FrameType | None) -> None:
        stop.wanted = True

    before = {one: signal.signal(one, note) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


@contextlib.contextmanager
def _child(command: list[str], given: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A child in its own session, so that Ctrl-C reaches it through us alone; it is ended with the block."""
    child = subprocess.Popen(command, env=given, start_new_session=True)  # nosec B603 - as above
    try:
        yield child
    finally:
        if child.poll() is None:
            child.terminate()
            try:
                child.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()

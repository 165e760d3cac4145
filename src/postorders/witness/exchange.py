"""One question over HTTP: no redirect is followed, and no answer may cost more time or room than the limits say."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPException

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, NewConnectionError
from urllib3.exceptions import TimeoutError as OutOfTime

from postorders import __version__
from postorders.errors import InputError, Problem
from postorders.witness.place import Place
from postorders.words import _

_AGAIN = (429, 500, 502, 503, 504)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one question may cost: seconds to connect and for the whole, and bytes of its answer."""

    connect: float = 10
    whole: float = 60
    answer: int = 262_144


class NoAnswer(InputError):
    """No answer came. `for_good` says that the next question would fare no better; `again` that it is worth a retry."""

    def __init__(self, what: str, mend: str, *, for_good: bool = False, again: bool = False) -> None:
        super().__init__(Problem(what, mend, _("witness")))
        self.for_good, self.again = for_good, again


class Exchange:
    """Asks one place. Each question has a connection of its own; a busy or broken server is asked a second time."""

    def __init__(self, at: Place, limits: Limits = Limits(), trust: ssl.SSLContext | None = None) -> None:
        self._at, self._limits, self._trust = at, limits, trust

    def ask(self, messages: Sequence[Mapping[str, str]]) -> bytes:
        """The body of the answer. Raises `NoAnswer`."""
        body = json.dumps({"model": self._at.model, "messages": list(messages), "stream": False}).encode()
        try:
            return self._once(body)
        except NoAnswer as error:
            if not error.again:
                raise
        return self._once(body)

    def _once(self, body: bytes) -> bytes:
        line = self._line()
        try:
            with _told(self._at):
                line.connect()
            with _deadline(line, self._limits.whole) as late, _told(self._at, late):
                line.request("POST", self._at.path, body, self._headers(), preload_content=False, decode_content=False)
                answer = line.getresponse()
                _succeeded(answer.status)
                content = answer.read(self._limits.answer + 1, decode_content=False)
        finally:
            line.close()
        if late.is_set():
            raise _slow(self._at)
        if len(content) > self._limits.answer:
            raise NoAnswer(_("The witness's answer is too long."), _("Ask another model."))
        return content

    def _line(self) -> HTTPConnection:
        if self._at.scheme == "http":
            return HTTPConnection(self._at.host, self._at.port, timeout=self._limits.connect)
        trust = self._trust or ssl.create_default_context()
        return HTTPSConnection(self._at.host, self._at.port, timeout=self._limits.connect, ssl_context=trust)

    def _headers(self) -> Mapping[str, str]:
        key = {"Authorization": f"Bearer {self._at.key}"} if self._at.key else {}
        return {
            "User-Agent": f"PostOrders/{__version__}",
            "Content-Type": "application/json",
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            "Connection": "close",
            **key,
        }


@contextmanager
def _deadline(line: HTTPConnection, seconds: float) -> Iterator[threading.Event]:
    """Cuts the line after so many seconds, however busily it drips."""
    late, sock = threading.Event(), line.sock
    if sock is None:
        raise HTTPException("no connection")
    sock.settimeout(seconds)

    def cut() -> None:
        late.set()
        with suppress(OSError):
            socket.socket.shutdown(sock, socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield late
    finally:
        timer.cancel()


@contextmanager
def _told(at: Place, late: threading.Event | None = None) -> Iterator[None]:
    try:
        yield
    except NewConnectionError:  # which urllib3 counts among those that are out of time
        raise _nobody(at) from None
    except (TimeoutError, OutOfTime):
        raise _slow(at) from None
    except ssl.SSLError:
        what = _("No encrypted connection to {door} came about.").format(door=at.door)
        raise NoAnswer(what, _("Check the address; its certificate has to be good."), for_good=True) from None
    except (HTTPError, HTTPException, OSError, ValueError):
        if late is not None and late.is_set():
            raise _slow(at) from None
        raise _nobody(at) from None


def _nobody(at: Place) -> NoAnswer:
    what = _("Nothing answers at {door} as a witness should.").format(door=at.door)
    return NoAnswer(what, _("Check the address, or whether the model runs."), again=True)


def _slow(at: Place) -> NoAnswer:
    return NoAnswer(_("{door} took too long.").format(door=at.door), _("Try again later."), for_good=True)


def _succeeded(status: int) -> None:
    if status == 200:
        return
    what = _("The witness answers with the HTTP status {status}.").format(status=status)
    if status in _AGAIN:
        raise NoAnswer(what, _("Try again later."), again=True)
    if status in (401, 403):
        raise NoAnswer(what, _("Check the key."), for_good=True)
    if 300 <= status < 400:
        mend = _("It sends the post elsewhere, which is not followed. Check the address.")
        raise NoAnswer(what, mend, for_good=True)
    raise NoAnswer(what, _("Check the address and the model."), for_good=True)

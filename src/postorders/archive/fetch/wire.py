"""A socket that keeps to the errand's time and to a number of bytes, however slowly or richly the other side sends."""

from __future__ import annotations

import io
import socket
from typing import Any

from postorders.archive.fetch.errand import Errand
from postorders.archive.fetch.errors import NotFetched
from postorders.archive.fetch.limits import Limits
from postorders.words import _


class Wire:
    """What `http.client` needs of a socket, open until `hang_up`.

    `may_read` more bytes can be read; `ended` says that no more come.
    """

    def __init__(self, sock: socket.socket, errand: Errand, limits: Limits) -> None:
        self._sock, self._errand, self._limits = sock, errand, limits
        self.may_read = limits.headers
        self.ended = False

    def settimeout(self, _seconds: float | None) -> None:
        """Each read and write has a time of its own."""

    def close(self) -> None:
        """`http.client` closes a socket as soon as its headers are read."""

    def shutdown(self, how: int) -> None:
        self._sock.shutdown(how)

    def hang_up(self) -> None:
        self._sock.close()

    def sendall(self, data: Any) -> None:
        self._sock.settimeout(self._errand.left(self._limits.between))
        self._sock.sendall(data)

    def makefile(self, _mode: str = "rb", *_: Any) -> io.BufferedReader:
        return io.BufferedReader(_Ear(self))

    def hear(self, buffer: Any) -> int:
        """Reads what has come into a buffer: how many bytes, 0 at the end."""
        if self.may_read <= 0:
            what = _("The site sends more than a page needs.")
            raise NotFetched("size", what, _("Upload a saved page or a screenshot instead."))
        self._sock.settimeout(self._errand.left(self._limits.between))
        try:
            count = self._sock.recv_into(buffer)
        except TimeoutError:
            raise self._silent() from None
        self.may_read -= count
        self.ended = count == 0
        return count

    def _silent(self) -> NotFetched:
        self._errand.left(self._limits.between)
        what = _("The site sent nothing for {seconds:g} seconds.").format(seconds=self._limits.between)
        return NotFetched("time", what, _("Try again later, or upload a saved page."), retry_after=600)


class _Ear(io.RawIOBase):
    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return self._wire.hear(buffer)

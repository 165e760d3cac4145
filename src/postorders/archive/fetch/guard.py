"""Who may be asked at all: every name and every address that it leads to is checked before a connection is made."""

from __future__ import annotations

import queue
import socket
import threading
from collections.abc import Callable, Collection, Sequence
from typing import Any

from postorders.archive.fetch.address import local, public
from postorders.archive.fetch.errand import Errand
from postorders.archive.fetch.errors import NotFetched
from postorders.archive.fetch.limits import Limits
from postorders.archive.fetch.target import Target, read
from postorders.errors import refuse
from postorders.words import _

Resolve = Callable[[str, int, int, int], Sequence[tuple[Any, ...]]]
"""Like `socket.getaddrinfo`: name, port, family (0: any), type of socket; answers in the same shape."""

PORTS = frozenset({80, 443})
_FAMILIES = frozenset({socket.AF_INET, socket.AF_INET6})


class Guard:
    """`allow` holds what the operator listed, as host:port; there private addresses and any port are fine."""

    def __init__(self, allow: Collection[str], resolve: Resolve, limits: Limits) -> None:
        self._allow = frozenset(_door(listed) for listed in allow)
        self._resolve, self._limits = resolve, limits

    def listed(self, target: Target) -> bool:
        """Whether the operator listed this host and port."""
        return target.door in self._allow

    def addresses(self, target: Target, errand: Errand) -> tuple[str, ...]:
        """The checked IP addresses to connect to. Each name is looked up once in an errand."""
        if not self.listed(target):
            _admit(target)
        if target.host not in errand.known:
            errand.known[target.host] = self._look_up(target, errand)
        found = errand.known[target.host]
        for address in found:
            if not (self.listed(target) or public(address)):
                raise closed(address)
        return found

    def _look_up(self, target: Target, errand: Errand) -> tuple[str, ...]:
        if target.literal:
            return (target.host,)
        answers = self._ask(target, errand)
        found = tuple(dict.fromkeys(_written(answer) for answer in answers if answer[0] in _FAMILIES))
        if not found:
            raise _nameless(target)
        return found

    def _ask(self, target: Target, errand: Errand) -> Sequence[tuple[Any, ...]]:
        """The resolver's answers; in a thread of its own, for it knows no deadline."""
        replies: queue.SimpleQueue[Sequence[tuple[Any, ...]] | None] = queue.SimpleQueue()

        def ask() -> None:
            try:
                replies.put(self._resolve(target.host, target.port, 0, socket.SOCK_STREAM))
            except Exception:
                replies.put(None)

        threading.Thread(target=ask, daemon=True, name="postorders-resolve").start()
        try:
            answers = replies.get(timeout=errand.left(self._limits.between))
        except queue.Empty:
            answers = None
        if answers is None:
            raise _nameless(target)
        return answers


def _door(listed: str) -> str:
    host, colon, port = listed.rpartition(":")
    if not (host and colon and "/" not in host and port.isascii() and port.isdigit()):
        raise refuse(_("{listed} is not a test host.").format(listed=listed), _("Write it as host:port."))
    return read(f"http://{listed}").door


def closed(address: str) -> NotFetched:
    """The refusal of an IP address."""
    what = _("The site leads to {address}, which belongs to a private or reserved network.")
    mend = _("Only public addresses are fetched; an operator can list a test host.")
    return NotFetched("address", what.format(address=address), mend)


def _written(answer: tuple[Any, ...]) -> str:
    """The IP address in an answer; one that holds for a single network card only says so."""
    place = answer[4]
    scope = place[3] if len(place) > 3 else 0
    return f"{place[0]}%{scope}" if scope and "%" not in str(place[0]) else str(place[0])


def _admit(target: Target) -> None:
    if target.port not in PORTS:
        what = _("The address names the port {port}.").format(port=target.port)
        raise NotFetched("port", what, _("Only the ports 80 and 443 are fetched from; leave it out."))
    if not target.literal and local(target.host):
        what = _("The name {name} is not a public one: it belongs to a single machine or network, or to nobody.")
        raise NotFetched(
            "name", what.format(name=target.host), _("Give an address that everyone on the internet can open.")
        )


def _nameless(target: Target) -> NotFetched:
    what = _("The name {name} was not found on the internet.").format(name=target.host)
    return NotFetched("name", what, _("Check its spelling, or try again later."), retry_after=600)

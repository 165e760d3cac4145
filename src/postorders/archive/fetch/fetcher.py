"""The fetcher: an address in, a capture out, or a plain word why not."""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from postorders import __version__
from postorders.archive.capture import Capture
from postorders.archive.fetch import kind as kinds
from postorders.archive.fetch.answer import Answer, Clock, bare
from postorders.archive.fetch.body import body
from postorders.archive.fetch.connect import trusting
from postorders.archive.fetch.errand import Errand
from postorders.archive.fetch.errors import NotFetched
from postorders.archive.fetch.exchange import Exchange
from postorders.archive.fetch.follow import follow
from postorders.archive.fetch.guard import Guard, Resolve
from postorders.archive.fetch.limits import PAGES, Limits
from postorders.archive.fetch.pace import Pace
from postorders.archive.fetch.robots import Robots
from postorders.archive.fetch.target import Target, read, shown
from postorders.errors import refuse
from postorders.words import _


def agent(contact: str) -> str:
    """How the fetcher introduces itself; `contact` is a URL that says who runs it."""
    return f"PostOrders/{__version__} (+{contact})"


def _now() -> datetime:
    return datetime.now(UTC)


class Fetcher:
    """Fetches public pages; one may be shared by many threads, and should be, for it remembers whom it asked when.

    `agent` is the `User-Agent`; what stands before its first slash is the name that robots.txt is read for. `allow`
    holds host:port of test hosts that an operator listed; `clock` gives the time with a zone; `resolve` is like
    `socket.getaddrinfo`; `trust` says which certificates are good, the system's authorities by default.
    """

    def __init__(
        self,
        agent: str,
        limits: Limits = Limits(),  # noqa: B008 - frozen
        allow: Collection[str] = (),
        clock: Clock = _now,
        resolve: Resolve = socket.getaddrinfo,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        token = _token(agent)
        self._limits, self._clock = limits, clock
        self._guard = Guard(allow, resolve, limits)
        self._exchange = Exchange(self._guard, _strict(trust), limits, agent)
        self._pace = Pace(limits.hosts, max(limits.gap, limits.delay))
        self._robots = Robots(token, limits, clock, self._robots_txt)

    def fetch(self, url: str, accept: Collection[str] = PAGES) -> Capture:
        """What is public at an address. `accept` names media types, the preferred first. Raises `NotFetched`.

        The `hops` of the capture are the addresses that redirected, in order. Its `final` address begins with
        `http:` only where the site does not answer by https.
        """
        try:
            target = read(url)
        except NotFetched as error:
            raise error.at(shown(url)) from None
        errand = Errand(self._limits)
        *way, last = follow(
            self._doors(target), lambda at: self._page(at, accept, errand), self._doors, self._limits.redirects
        )
        return Capture(
            body=last.body,
            kind=last.kind,
            at=self._clock().isoformat(timespec="seconds"),
            url=url.strip(),
            final=last.target.url,
            hops=tuple(answer.target.url for answer in way),
            status=last.status,
            charset=last.charset,
        )

    def _doors(self, target: Target) -> Sequence[Target]:
        """The ways to ask for an address, https first."""
        if target.scheme == "https":
            return [target]
        secure = target.secure()
        if self._guard.listed(target) and not self._guard.listed(secure):
            return [target]
        return [secure, target]

    def _page(self, target: Target, accept: Collection[str], errand: Errand) -> Answer:
        self._guard.addresses(target, errand)
        delay = self._robots.ask(target, errand)
        turn = self._pace.turn(target.host, max(delay, self._limits.gap), errand)
        with turn, self._exchange.ask(target, _accept(accept), errand) as response:
            answer = bare(target, response, self._clock)
            if answer.location:
                return answer
            _succeeded(answer)
            kind, charset = kinds.named(response)
            if kind not in accept:
                raise kinds.refusal(kind)
            content = body(response, self._limits)
        kinds.check(kind, charset, content)
        return replace(answer, kind=kind, charset=charset, body=content)

    def _robots_txt(self, place: Target, errand: Errand) -> Answer:
        def ask(target: Target) -> Answer:
            self._guard.addresses(target, errand)
            turn = self._pace.turn(target.host, self._limits.gap, errand)
            with turn, self._exchange.ask(target, "text/plain, */*;q=0.1", errand) as response:
                answer = bare(target, response, self._clock)
                if not 200 <= answer.status < 300:
                    return answer
                return replace(answer, body=body(response, self._limits, cut=self._limits.robots))

        return follow([place], ask, self._doors, self._limits.redirects)[-1]


def _accept(kinds: Collection[str]) -> str:
    """Each kind with a weight, so that a server that has several sends the first."""
    weighed = ((max(10 - position, 1), kind) for position, kind in enumerate(kinds))
    return ", ".join(kind if weight == 10 else f"{kind};q=0.{weight}" for weight, kind in weighed)


def _succeeded(answer: Answer) -> None:
    status = answer.status
    if status in (200, 203):
        return
    again = answer.retry_after if status in (429, 503) else None
    what = _("The site answers with the HTTP status {status}.").format(status=status)
    raise NotFetched("status", what, _advice(status), status=status, retry_after=again)


def _advice(status: int) -> str:
    if status in (401, 403):
        return _("The page is not open to everyone, or not to programs: upload a saved page or a screenshot.")
    if status in (404, 410):
        return _("The page is not there: check its address.")
    return _("Try again later, or upload a saved page.")


def _token(agent: str) -> str:
    token = agent.partition("/")[0]
    if not re.fullmatch(r"[A-Za-z_-]+", token) or not re.fullmatch(r"[\x20-\x7e]+", agent):
        raise refuse(_("The name that the fetcher goes by is not usable."), _("Write it as PostOrders/1.0 (+URL)."))
    return token


def _strict(trust: ssl.SSLContext | None) -> ssl.SSLContext:
    if trust is None:
        return trusting()
    if trust.verify_mode != ssl.CERT_REQUIRED or not trust.check_hostname:
        raise refuse(_("The fetcher is given a trust that checks no certificates."), _("Use a context that does."))
    return trust

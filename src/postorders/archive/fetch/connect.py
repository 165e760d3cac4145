"""A connection to an address that was checked, and to no other."""

from __future__ import annotations

import ipaddress
import socket
import ssl
from functools import cache

from postorders.archive.fetch.errand import Errand
from postorders.archive.fetch.errors import NotFetched, Unanswered
from postorders.archive.fetch.guard import Guard, closed
from postorders.archive.fetch.limits import Limits
from postorders.archive.fetch.target import Target
from postorders.words import _

MOST_TRIED = 3
# What OpenSSL says of an answer that is no TLS at all, rather than bad TLS.
_NO_TLS = {"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "UNKNOWN_PROTOCOL", "PACKET_LENGTH_TOO_LONG", "RECORD_LAYER_FAILURE"}


@cache
def trusting() -> ssl.SSLContext:
    """The system's certificate authorities, TLS 1.2 at least."""
    context = ssl.create_default_context()
    context.set_alpn_protocols(["http/1.1"])
    return context


def connect(target: Target, guard: Guard, trust: ssl.SSLContext, errand: Errand, limits: Limits) -> socket.socket:
    """A connected socket, with TLS and the name proved for https. Nobody there is `Unanswered`."""
    sock, address = _reach(target, guard, errand, limits)
    try:
        same(sock, address)
        return _encrypt(sock, target, trust, errand.left(limits.connect)) if target.scheme == "https" else sock
    except BaseException:
        sock.close()
        raise


def _reach(target: Target, guard: Guard, errand: Errand, limits: Limits) -> tuple[socket.socket, str]:
    for address in guard.addresses(target, errand)[:MOST_TRIED]:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        sock = socket.socket(family, socket.SOCK_STREAM)
        try:
            sock.settimeout(errand.left(limits.connect))
            sock.connect((address, target.port))
        except OSError:
            sock.close()
        except BaseException:
            sock.close()
            raise
        else:
            return sock, address
    raise _unanswered(target)


def same(sock: socket.socket, address: str) -> None:
    """Refuses a connection whose other end, as the connection itself says, is not the address that was checked."""
    try:
        peer = str(sock.getpeername()[0])
    except OSError:
        peer = ""
    if not peer or ipaddress.ip_address(peer) != ipaddress.ip_address(address):
        raise closed(peer or address)


def _encrypt(sock: socket.socket, target: Target, trust: ssl.SSLContext, seconds: float) -> socket.socket:
    sock.settimeout(seconds)
    try:
        return trust.wrap_socket(sock, server_hostname=target.host)
    except ssl.SSLCertVerificationError as error:
        what = _("The site's certificate is not good: {reason}.").format(reason=error.verify_message.rstrip("."))
        raise NotFetched("tls", what, _("Check the name; the site's owner has to renew or mend it.")) from None
    except ssl.SSLEOFError:
        raise _unanswered(target) from None
    except ssl.SSLError as error:
        if error.reason in _NO_TLS:
            raise _unanswered(target) from None
        what = _("No encrypted connection to the site came about ({reason}).").format(reason=error.reason or "TLS")
        raise NotFetched("tls", what, _("The site's owner has to allow TLS 1.2 or later.")) from None
    except (OSError, ValueError):
        raise _unanswered(target) from None


def _unanswered(target: Target) -> Unanswered:
    what = _("Nothing answers at {door} by {scheme}.").format(door=target.door, scheme=target.scheme)
    return Unanswered("connection", what, _("Check the address, or try again later."), retry_after=600)

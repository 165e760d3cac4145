"""One address to be fetched, taken apart once, so that nothing later can read it differently."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass, replace
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from postorders.archive.fetch.errors import NotFetched
from postorders.words import _

LONGEST = 2_048
DEFAULT = {"http": 80, "https": 443}
_PATH, _QUERY = "/%:@!$&'()*+,;=~[]|", "/%:@!$&'()*+,;=~[]|?"
_NAME = re.compile(r"(?=.{1,253}\Z)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*\Z")
# The browsers' rules and the older ones of the standard library send these to different names.
_TWO_WAYS = re.compile("[ßςẞ\u200c\u200d]")


@dataclass(frozen=True, slots=True)
class Target:
    """Where to ask, and for what.

    `host` is a lower-case ASCII name or an IP address as it is written in full, without brackets; `path` begins with
    a slash and has the query with it.
    """

    scheme: str
    host: str
    port: int
    path: str

    @property
    def door(self) -> str:
        """Host and port, as an operator lists them."""
        return f"{self._bracketed}:{self.port}"

    @property
    def authority(self) -> str:
        """What the `Host` header says."""
        return self._bracketed if self.port == DEFAULT[self.scheme] else self.door

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.authority}{self.path}"

    @property
    def _bracketed(self) -> str:
        return f"[{self.host}]" if ":" in self.host else self.host

    @property
    def literal(self) -> bool:
        """Whether the host is an IP address rather than a name."""
        return ":" in self.host or _numeric(self.host)

    def secure(self) -> Target:
        """The same by https."""
        return replace(self, scheme="https", port=443 if self.port == 80 else self.port)

    def beside(self, path: str) -> Target:
        """Another path of the same site."""
        return replace(self, path=path)

    def onward(self, location: str) -> Target:
        """Where a redirect from here leads."""
        try:
            return read(urljoin(self.url, location))
        except ValueError:
            raise _unreadable() from None


def read(url: str) -> Target:
    """The address in a URL. Refuses other schemes, credentials, and hosts that can be read in more than one way."""
    url = url.strip()
    if len(url) > LONGEST or re.search("[\x00-\x1f\x7f\\\\\ud800-\udfff]", url):
        raise _unreadable()
    try:
        parts = urlsplit(url)
    except ValueError:
        raise _unreadable() from None
    scheme = _scheme(parts)
    if "@" in parts.netloc:
        raise NotFetched(
            "credentials",
            _("The address holds a user name or a password."),
            _("Give the address without what stands before the @ sign."),
        )
    path = quote(parts.path or "/", safe=_PATH) + (f"?{quote(parts.query, safe=_QUERY)}" if parts.query else "")
    return Target(scheme, _host(parts), _port(parts, scheme), path)


def shown(url: str) -> str:
    """A URL as an error may show it: without credentials and control characters, and not endless."""
    plain = re.sub(r"[\x00-\x20\x7f]", "", url)
    return re.sub(r"//[^/?#]*@", "//", plain)[:200]


def _scheme(parts: SplitResult) -> str:
    scheme = parts.scheme.lower()
    if scheme not in DEFAULT or not parts.netloc:
        raise NotFetched(
            "scheme",
            _("Only web addresses are fetched."),
            _("Give an address that begins with https:// or http://."),
        )
    return scheme


def _port(parts: SplitResult, scheme: str) -> int:
    try:
        port = parts.port
    except ValueError:
        what = _("The port of the address is no number from 1 to 65535.")
        raise NotFetched("port", what, _("Leave it out.")) from None
    return DEFAULT[scheme] if port is None else port


def _host(parts: SplitResult) -> str:
    host = parts.hostname or ""
    if parts.netloc.startswith("["):
        return _six(host, parts.netloc)
    if _TWO_WAYS.search(parts.netloc):
        raise NotFetched(
            "name",
            _("Programs differ in how they read the letters of this name."),
            _("Give the name in its form that begins with xn--."),
        )
    name = _ascii(host)
    if name.endswith("."):
        raise NotFetched("name", _("The name of the site ends with a dot."), _("Leave the last dot out."))
    return _four(name) if _numeric(name) else _named(name)


def _ascii(host: str) -> str:
    try:
        return host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise _misnamed() from None


def _named(name: str) -> str:
    if not _NAME.match(name):
        raise _misnamed()
    return name


def _numeric(name: str) -> bool:
    """Whether a program could take the name for an IPv4 address: its last part is a number, decimal or hexadecimal."""
    return bool(re.fullmatch(r"[0-9]+|0x[0-9a-f]*", name.rsplit(".", 1)[-1]))


def _four(name: str) -> str:
    try:
        return str(ipaddress.IPv4Address(name))
    except ValueError:
        raise NotFetched(
            "address",
            _("The host is a number that can be read as more than one IP address."),
            _("Give the name of the site."),
        ) from None


def _six(host: str, netloc: str) -> str:
    try:
        if "%" in host or not re.fullmatch(r"\[[^\[\]]*\](:[0-9]*)?", netloc):
            raise ValueError
        return str(ipaddress.IPv6Address(host))
    except ValueError:
        raise NotFetched(
            "address",
            _("The host in brackets is no IPv6 address, or names a network card."),
            _("Give the name of the site."),
        ) from None


def _unreadable() -> NotFetched:
    return NotFetched(
        "name",
        _("The address is too long, or holds characters that no web address has."),
        _("Copy it from the browser again."),
    )


def _misnamed() -> NotFetched:
    return NotFetched(
        "name",
        _("The name of the site is no name that the internet can have."),
        _("Copy the address from the browser again; a name in other letters may be given in its xn-- form."),
    )

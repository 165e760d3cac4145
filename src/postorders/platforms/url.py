"""A URL as people paste it, taken apart: forgiving about form, strict about what it could do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote

from postorders.errors import InputError, refuse
from postorders.platforms.clean import EXAMPLE, no_account
from postorders.platforms.host import ascii_host
from postorders.posts.fields import shown
from postorders.words import _

_WEB = re.compile(r"(?:https?:/+|//)+|https?:(?=[^/0-9])", re.IGNORECASE)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_PORT = re.compile(r":([0-9]*)$")
_USUAL = {"": None, "80": None, "443": None}


@dataclass(frozen=True, slots=True)
class Url:
    """The parts of a URL.

    `scheme` is `https`, or `http` where the address has a port of its own. `path` holds the segments as written,
    without empty ones and dots; `slash` says that it ends in one. `query` is decoded, in order.
    """

    scheme: str
    host: str
    port: str
    path: tuple[str, ...] = ()
    slash: bool = False
    query: tuple[tuple[str, str], ...] = ()

    @property
    def netloc(self) -> str:
        """Host, and port if it is an unusual one."""
        return f"{self.host}:{self.port}" if self.port else self.host


def parse(word: str) -> Url:
    """The parts of an address with or without its scheme; http is taken for https.

    An address with a port of its own keeps its scheme, since a port speaks one of the two. Raises `InputError` for
    other schemes, a user name or password, and what is no host.
    """
    word = word.replace("\\", "/")
    given = _WEB.match(word)
    rest = word[given.end() :] if given else word
    if not given and (other := _SCHEME.match(word)) and not _is_port(word):
        raise _scheme(other[1])
    authority, tail = _split(rest, "/?#")
    path, after = _split(tail, "?#")
    query = after[1:].partition("#")[0] if after.startswith("?") else ""
    host, port = _authority(authority, word, bool(given))
    scheme = "http" if port and word[:5].lower() == "http:" else "https"
    segments = _segments(path)
    pairs = tuple(parse_qsl(query, keep_blank_values=True, errors="replace"))
    return Url(scheme, host, port, segments, bool(segments) and path.endswith("/"), pairs)


def _split(text: str, marks: str) -> tuple[str, str]:
    end = min((text.find(mark) for mark in marks if mark in text), default=len(text))
    return text[:end], text[end:]


def _is_port(word: str) -> bool:
    """Whether what stands before the first colon is a host with a port: `example.gov:8080/police`."""
    name, _colon, rest = word.partition(":")
    return "." in name and bool(re.match(r"[0-9]+(?:[/?#]|$)", rest))


def _authority(text: str, word: str, given: bool) -> tuple[str, str]:
    if "@" in unquote(text):
        raise _at(word)
    found = _PORT.search(text)
    number = found[1].lstrip("0") if found else ""
    port = _USUAL.get(number, number)
    if port and int(port[:6]) > 65535:
        raise no_account(word, _("has a port that no server can have."))
    host = ascii_host(unquote(text[: found.start()] if found else text))
    if "." not in host and not host.startswith("[") and not (given and port):
        raise no_account(word, _("is a bare word and not an address."))
    return host, port or ""


def _segments(path: str) -> tuple[str, ...]:
    kept: list[str] = []
    for segment in path.split("/"):
        plain = unquote(segment)
        if plain == "..":
            del kept[-1:]
        elif plain not in ("", "."):
            kept.append(segment)
    return tuple(kept)


def _scheme(name: str) -> InputError:
    what = _("An address of an account begins with https://, not with {scheme}").format(scheme=shown(f"{name}:"))
    return refuse(f"{what}.", _('Paste the address of the page, such as "{example}".').format(example=EXAMPLE))


def _at(word: str) -> InputError:
    if "/" in word or ":" in word:
        what = _("The address holds a user name or a password before the host.")
        return refuse(what, _("Remove what stands before the @. If it is a password, change it: it was pasted."))
    return no_account(word, _("is an e-mail address and not that of an account."))

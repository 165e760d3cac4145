"""Which platform a host belongs to, and which account a path names there; compiled once from the platforms' data."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from urllib.parse import unquote

from postorders.platforms.clean import visible
from postorders.platforms.library import platforms
from postorders.platforms.platform import Platform, Way
from postorders.platforms.url import Url

_REGION = r"[a-z]{2}(?:-[a-z]{2})?"


@dataclass(frozen=True, slots=True)
class Named:
    """What an address says: the kind of name, the name, and the host where another one is named in the path."""

    kind: str
    handle: str
    host: str = ""


@dataclass(frozen=True, slots=True)
class _Ready:
    way: Way
    host: re.Pattern[str] | None
    path: re.Pattern[str]
    query: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Hosts:
    exact: dict[str, Platform]
    regional: tuple[tuple[re.Pattern[str], Platform], ...]
    short: dict[str, Platform]
    ends: dict[str, Platform]


def at_host(host: str) -> Platform | None:
    """The platform whose accounts this host shows, or None."""
    known = _hosts()
    if found := known.exact.get(host):
        return found
    return next((owner for form, owner in known.regional if form.fullmatch(host)), None)


def short_at(host: str) -> Platform | None:
    """The platform whose short links this host serves, or None; the website's are those of nobody else."""
    return _hosts().short.get(host)


def owner_of(host: str) -> Platform | None:
    """The platform to which this host belongs, though it may show no accounts."""
    labels = host.split(".")
    ends = (".".join(labels[start:]) for start in range(len(labels)))
    return next((owner for end in ends if (owner := _hosts().ends.get(end))), None)


def named(platform: Platform, url: Url) -> Named | None:
    """The account that a URL names by the first way that fits, or None."""
    segments = [unicodedata.normalize("NFC", visible(unquote(segment))) for segment in url.path]
    path = "/" + "/".join(segments)
    fields = {name.lower(): value for name, value in reversed(url.query)}
    for ready in _ready(platform.id):
        if (values := _values(ready, url.host, path, fields)) is None:
            continue
        handle = ready.way.handle.format(**values).rstrip(".")
        bare = ready.way.path.startswith("/{")
        if re.fullmatch(platform.kinds[ready.way.kind].form, handle) and not (
            bare and segments[0].lower() in platform.reserved
        ):
            return Named(ready.way.kind, handle, values.get("host", ""))
    return None


def _values(ready: _Ready, host: str, path: str, fields: dict[str, str]) -> dict[str, str] | None:
    values: dict[str, str] = {}
    for form, text in ((ready.host, host), (ready.path, path)):
        if form is None:
            continue
        if not (found := form.match(text)):
            return None
        values |= found.groupdict()
    for name, into in ready.query:
        if not fields.get(name):
            return None
        values[into] = fields[name]
    return values


@cache
def _ready(platform_id: str) -> tuple[_Ready, ...]:
    return tuple(_compile(way) for way in platforms()[platform_id].ways)


def _compile(way: Way) -> _Ready:
    path, _mark, query = way.path.partition("?")
    pairs = (field.partition("=") for field in query.split("&") if field)
    asked = tuple((name, value.strip("{}")) for name, _equals, value in pairs)
    if path.startswith("//"):
        return _Ready(way, re.compile(_pattern(path[2:]) + r"\Z"), re.compile(""), asked)
    return _Ready(way, None, re.compile(_pattern(path) + r"(?=/|\Z)", re.IGNORECASE), asked)


def _pattern(text: str) -> str:
    """The regular expression of a path: `{name}` takes what is within a segment, `@` apart where an `@` follows."""
    parts = re.split(r"\{(\w+)\}", text)
    kept = "[^/]+" if "}@{" not in text else "[^/@]+"
    holes = (f"(?:{kept})" if name == "_" else f"(?P<{name}>{kept})" for name in parts[1::2])
    literals = [re.escape(part) for part in parts[::2]]
    return literals[0] + "".join(hole + literal for hole, literal in zip(holes, literals[1:], strict=True))


@cache
def _hosts() -> _Hosts:
    exact: dict[str, Platform] = {}
    short: dict[str, Platform] = {}
    ends: dict[str, Platform] = {}
    regional: list[tuple[re.Pattern[str], Platform]] = []
    for each in platforms().values():
        short |= dict.fromkeys(each.shorts, each)
        for host in filter(None, (each.host, *each.hosts)):
            if "{region}" in host:
                regional.append((re.compile(re.escape(host).replace(r"\{region\}", _REGION)), each))
            else:
                exact[host] = each
                ends[host.removeprefix("www.")] = each
        regional += [(ready.host, each) for ready in _ready(each.id) if ready.host]
    return _Hosts(exact, tuple(regional), short, ends)

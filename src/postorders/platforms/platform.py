"""What is known of a platform, as data: where its accounts live, how its addresses name them, what it lets be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Reads = Literal["page", "api", "person"]


def gettext_noop(text: str) -> str:
    """Marks words for the translators and leaves them in English; whoever shows them translates them."""
    return text


@dataclass(frozen=True, slots=True)
class Kind:
    """One sort of name that an account has on a platform: a handle, a number, the name of a group.

    `form` is the regular expression that the whole name fits, and `url` the canonical address with `{handle}`
    (and `{host}`, where a platform has many servers). `case` says whether capitals count, `ignored` holds
    characters that do not count, and `opaque` marks numbers and the like, whose looks say nothing. `alias` marks former
    names that an account has beside its handle; a kind that is no handle, number or alias is no account of its own.
    """

    form: str
    url: str
    case: bool = False
    ignored: str = ""
    opaque: bool = False
    alias: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """One way an address names an account.

    `path` is the beginning of a path, with `{name}` for a segment or a part of one and `{_}` for what says nothing;
    `?id={handle}` takes a field of the query, and `//{handle}.example` a label of the host. `kind` is that of
    the name, and `handle` how the name is put together from the parts.
    """

    path: str
    kind: str = ""
    handle: str = "{handle}"


@dataclass(frozen=True, slots=True)
class Platform:
    """One platform.

    `host` is the canonical host and `hosts` the others (`{region}` stands for a country or language such as `es-la`);
    `anywhere` says that any host may be one of its servers, but those `elsewhere`. `shorts` are hosts of short links,
    which do not say where they lead. `reserved` are first segments of a path that are no account. `spoken` are ways to
    name an account without a URL: a regular expression, and the URL it stands for. `suffix` is the common end of
    handles that says nothing.

    `reads` tells how a profile can be read without a login: as a page, by a public API, or by a person alone. `walls`
    are phrases by which its login wall is known, lower case. `by_hand` says what a person can check there, in English,
    and `limits` how many characters a text of the profile may have, where the platform documents it.
    """

    id: str
    label: str
    host: str = ""
    hosts: tuple[str, ...] = ()
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    ways: tuple[Way, ...] = ()
    former: tuple[str, ...] = ()
    reserved: frozenset[str] = frozenset()
    shorts: tuple[str, ...] = ()
    spoken: tuple[tuple[str, str], ...] = ()
    suffix: str = ""
    anywhere: bool = False
    elsewhere: tuple[str, ...] = ()
    reads: Reads = "page"
    walls: tuple[str, ...] = ()
    by_hand: tuple[str, ...] = ()
    limits: Mapping[str, int] = field(default_factory=dict)

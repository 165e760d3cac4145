"""Which account an address names: whatever people paste, in one form."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes, urlencode

from postorders.errors import InputError
from postorders.platforms.clean import no_account, tidy
from postorders.platforms.host import readable
from postorders.platforms.library import platforms
from postorders.platforms.platform import Kind, Platform
from postorders.platforms.url import Url, parse
from postorders.platforms.ways import Named, at_host, named, owner_of, short_at
from postorders.platforms.wrappers import layers, meant
from postorders.words import _

WEBSITE = "website"
_ROUNDS = 4
_TRACKING = re.compile(
    r"utm_.*|hsa_.*|_hs.*|mc_[ce]id|(?:fb|g|d|tw|tt|msclk|y|wick)clid|[gw]braid|li_fat_id|igsh(?:id)?|mibextid|mkt_tok"
    r"|ref(?:_?src|_?url|errer|id)?|_gl?a?|vero_id|spm|cmpid|si|__(?:tn|cft|xts)__.*",
    re.IGNORECASE,
)
_SAFE = "!$&'()*+,;=:@-._~"


@dataclass(frozen=True, slots=True)
class Address:
    """One account, or one place of a website.

    `platform` is its id; `handle` the name there as it was written; `url` the canonical address; `key` the same for all
    addresses of one account and different for others (`facebook:raymorepolice`, `youtube:channel:UC…`); `host` where
    it is, as the domain name system has it, with a port if it is an unusual one.
    """

    platform: str
    handle: str
    url: str
    key: str
    host: str

    @property
    def readable(self) -> str:
        """The URL with a host's own letters: shown beside `url`, never instead, since letters can look like others."""
        return self.url.replace(self.host, readable(self.host), 1)

    @property
    def kind(self) -> str:
        """The kind of name, as the platform's data has it: "" for a handle."""
        kind = self.key.split(":")[1]
        return kind if kind in platforms()[self.platform].kinds else ""


def address(text: str) -> Address:
    """The account that a pasted text names.

    Taken are URLs with or without scheme, of mobile, regional and former hosts, of a post or a part of the account,
    with tracking, within redirects of well-known services, and `@name@host` and `@name.example`. The URL of the
    result gives the same result. Raises `InputError` for everything that names no account.
    """
    found = _once(text)
    for _round in range(_ROUNDS):
        again = _once(found.url)
        if again == found:
            return found
        found = again
    raise no_account(text, _("is written in a way that cannot be brought into one form."))


def same(one: str | Address, other: str | Address) -> bool:
    """Whether two addresses are those of one account. Raises `InputError` as `address` does."""
    first, second = (each if isinstance(each, Address) else address(each) for each in (one, other))
    return first.key == second.key


def _once(text: str) -> Address:
    word = tidy(text)
    url = _unwrapped(parse(_spoken(word)), word)
    if short := short_at(url.host):
        raise _short(word, short)
    if platform := at_host(url.host):
        if found := named(platform, url):
            return _account(platform, found, url.host)
        raise no_account(word, _("names no account of {platform}.").format(platform=platform.label))
    if owner := owner_of(url.host):
        raise no_account(word, _("belongs to {platform} and names no account.").format(platform=owner.label))
    return _anywhere(url) or _website(url)


def _spoken(word: str) -> str:
    """The URL of an account that was named without one, or the word itself."""
    for platform in platforms().values():
        for form, url in platform.spoken:
            if found := re.fullmatch(form, word):
                return url.format(**found.groupdict())
    if word.startswith("@"):
        raise no_account(word, _("does not say on which platform."))
    return word


def _unwrapped(url: Url, word: str) -> Url:
    for _layer in layers():
        if not (inner := meant(url)):
            return url
        url = parse(tidy(inner))
    raise no_account(word, _("is wrapped in too many redirects."))


def _anywhere(url: Url) -> Address | None:
    """An account on a server of a platform that may be at any host."""
    for platform in platforms().values():
        if not platform.anywhere or any(f".{url.host}".endswith(f".{host}") for host in platform.elsewhere):
            continue
        if found := named(platform, url):
            if found.host:
                return _once(_url(platform.kinds[found.kind], found.handle, found.host))
            return _account(platform, found, url.netloc)
    return None


def _account(platform: Platform, found: Named, host: str) -> Address:
    kind = platform.kinds[found.kind]
    at = host if platform.anywhere else platform.host
    key = ":".join(part for part in (platform.id, found.kind, _folded(found.handle, kind)) if part)
    return Address(
        platform.id,
        found.handle,
        _url(kind, found.handle, at),
        f"{key}@{at.removeprefix('www.')}" if platform.anywhere else key,
        at,
    )


def _url(kind: Kind, handle: str, host: str) -> str:
    return kind.url.format(handle=quote(handle, safe="@:/-._~"), host=host)


def _folded(handle: str, kind: Kind) -> str:
    kept = "".join(c for c in handle if c not in kind.ignored)
    return kept if kind.case else unicodedata.normalize("NFC", unicodedata.normalize("NFC", kept.casefold()))


def _website(url: Url) -> Address:
    path = "".join("/" + quote(unquote_to_bytes(segment), safe=_SAFE) for segment in url.path)
    kept = [pair for pair in url.query if not _TRACKING.fullmatch(pair[0])]
    bare = url.netloc.removeprefix("www.") if url.netloc.count(".") > 1 else url.netloc
    handle = bare + path + _query(sorted(kept))
    end = "/" if url.slash or not path else ""
    return Address(
        WEBSITE, handle, f"{url.scheme}://{url.netloc}{path}{end}{_query(kept)}", f"{WEBSITE}:{handle}", url.netloc
    )


def _query(pairs: list[tuple[str, str]]) -> str:
    return f"?{urlencode(pairs)}" if pairs else ""


def _short(word: str, platform: Platform) -> InputError:
    if platform.id == WEBSITE:
        return no_account(word, _("is a short link that does not say where it leads."))
    why = _("is a short link of {platform} that does not name an account.").format(platform=platform.label)
    return no_account(word, why)

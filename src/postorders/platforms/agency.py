"""What handles of public agencies are made of: a place, a service, a state, and words that are merely added.

Two towns' departments, or the police and the fire department of one town, have handles that differ by a letter or two
and deceive nobody. This module reads a skeleton as (place, service, state), so that such neighbors can be let alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from postorders.platforms.skeleton import skeleton

_SERVICES = {
    "police": "policedepartment policedept policedpt police pd ppd metropolice",
    "sheriff": "sheriffsoffice sheriffoffice sheriffsdepartment sheriffsdept sheriffdept sheriffs sheriff so",
    "fire": "firedepartment firedept firerescue fireprotection firedistrict fire fd",
    "marshal": "marshalsoffice marshals marshal",
    "emergency": "emergencymanagement ema oem ems ambulance",
    "schools": "publicschools schooldistrict schools school isd usd",
    "parks": "parksandrec parksandrecreation parksrec parks",
    "library": "publiclibrary library",
    "court": "municipalcourt courts court",
    "works": "publicworks utilities water",
    "government": "cityhall government chamber county",
}
_STATES = (
    "al ak az ar ca co ct de fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj nm ny nc nd oh ok or pa "
    "ri sc sd tn tx ut vt va wa wv wi wy dc "
    "missouri kansas illinois iowa nebraska oklahoma arkansas tennessee kentucky"
).split()
_BEFORE = "thereal theofficial official real the its only actual true".split()
_AFTER = (
    "official officials real page pages fanpage news newsroom alerts alert updates update info information help "
    "helpdesk support live online tv media social hq usa us gov org backup verified team community dept department "
    "account profile watch tips hotline urgent now today"
).split()
_PARTS = "north south east west northeast northwest southeast southwest new old upper lower".split()
_BEGINNINGS = "mount mt fort ft saint st ste san santa el la las los le port lake grand great little big".split()


def _either(words: Iterable[str]) -> str:
    return "|".join(sorted({skeleton(word) for word in words}, key=len, reverse=True))


_SERVICE_OF = {skeleton(word): name for name, words in _SERVICES.items() for word in words.split()}
_END = re.compile(f"(.+?)({_either(_SERVICE_OF)})({_either(_STATES)})?")
_LEAD = re.compile(f"({_either(_BEFORE)})(?=.{{4}})")
_TAIL = re.compile(f"(.{{4,}}?)((?:{_either(_AFTER)})+)")
_COMPASS = re.compile(f"({_either(_PARTS)})(?=.{{3}})")
_OPENING = frozenset(skeleton(word) for word in (*_PARTS, *_BEGINNINGS))


@dataclass(frozen=True, slots=True)
class Agency:
    """A handle's skeleton as a place, a service ("" where none is seen) and a state."""

    place: str
    service: str = ""
    state: str = ""


@lru_cache(maxsize=4096)
def agency(look: str) -> Agency:
    """What a skeleton says of place, service and state; the whole of it is the place where no service ends it."""
    if found := _END.fullmatch(look):
        return Agency(found[1], _SERVICE_OF[found[2]], found[3] or "")
    return Agency(look)


@lru_cache(maxsize=4096)
def core(look: str) -> str:
    """A skeleton without what is merely added before and behind, its service by one word: `the…`, `…_official`."""
    if lead := _LEAD.match(look):
        look = look[lead.end() :]
    if not _END.fullmatch(look) and (tail := _TAIL.fullmatch(look)):
        look = tail[1]
    parts = agency(look)
    return f"{parts.place}/{parts.service}/{parts.state}" if parts.service else look


def strangers(one: str, other: str) -> bool:
    """Whether two near skeletons are plainly those of two agencies: another service, state, or place."""
    first, second = agency(one), agency(other)
    if first.service and second.service and first.service != second.service:
        return True
    if first.state and second.state and first.state != second.state:
        return True
    if first.place == second.place and bool(first.service) != bool(second.service):
        return True
    return _places(first.place, second.place)


def opens(words: str) -> bool:
    """Whether words before a name make another place of it: `north`, `new`, `fort`."""
    return words in _OPENING


def generic(look: str) -> bool:
    """Whether a skeleton is the word for a service and names no place."""
    return look in _SERVICE_OF


def _places(one: str, other: str) -> bool:
    """Whether two names differ by a part of the compass, or one ends in the whole of the other: two places."""
    short, long = sorted((one, other), key=len)
    if long.endswith(short) and len(long) - len(short) >= 2:
        return True
    ends = {(found[1], place[found.end() :]) for place in (one, other) if (found := _COMPASS.match(place))}
    return len(ends) == 2 and len({rest for _word, rest in ends}) == 1

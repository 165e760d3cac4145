"""What the tests of Bluesky share: an account opened as a person opens it, pictures, and posts of every piece."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import pytest
from tests.platforms.contract.bluesky import Account, Bluesky

from postorders.platforms.bluesky.publish import PUBLISHER
from postorders.platforms.publisher import Line, Opened
from postorders.platforms.saying import Medium, Placed, Rendering, Saying
from postorders.platforms.wire import Trouble

PASSWORD = "abcd-efgh-ijkl-mnop"


CREATE = "POST /xrpc/com.atproto.repo.createRecord"


SINCE = "2026-11-22T12:00:00+00:00"


JPEG = b"\xff\xd8\xff\xe0 an invented picture"


ROAD = Saying("Highway 58 is closed at Ward Road. Use Foxridge. Details: www.fultongrove.example/58 #Raymore")


SENTENCE = "The road stays closed until the wires are off the ground and the crew has gone. "


def photo(data: bytes = JPEG, alt: str = "Wires lie across both lanes.", **other: Any) -> Medium:
    given = {"kind": "photo", "name": "road.jpg", "type": "image/jpeg", "size": len(data), "width": 1600, "height": 900}
    digest = sha256(data).hexdigest()
    return Medium(**{**given, "sha256": digest, "alt": alt, "read": lambda: data, **other})


def opened(server: Bluesky, handle: str, password: str = PASSWORD) -> Opened:
    settings = {"server": server.base}
    keep = PUBLISHER.connect(settings, "https://desk.example/back").keep
    return PUBLISHER.finish(settings, keep, {"handle": handle, "password": password})


def lined(server: Bluesky, given: Opened) -> Line:
    return Line(given.handle, server.base, given.secrets)


def sent(line: Line, rendering: Rendering, key: str = "release-1") -> tuple[Placed, ...]:
    before: tuple[Placed, ...] = ()
    for index in range(len(rendering.pieces)):
        before += (PUBLISHER.publish(line, rendering, key, index, before),)
    return before


def first(account: Account) -> dict[str, Any]:
    return next(iter(account.records.values()))


def caught(kind: type[Trouble], function: Any, *given: Any) -> Trouble:
    with pytest.raises(Trouble) as found:
        function(*given)
    assert isinstance(found.value, kind), repr(found.value)
    return found.value

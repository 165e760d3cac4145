"""What the tests of Facebook and Instagram share: an account connected as a person connects it, pictures, and a place
where the desk serves pictures to the public."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.platforms.contract.graphkeys import APP, APP_SECRET, BACK, Keys
from tests.platforms.contract.server import Asked, Contract, Reply

from postorders.platforms.publisher import Line, Opened
from postorders.platforms.saying import Medium
from postorders.platforms.wire import send


def settings(contract: Keys, **more: str) -> dict[str, str]:
    return {"client_id": APP, "client_secret": APP_SECRET, "server": contract.base, **more}


def came_back(url: str) -> dict[str, str]:
    """What the dialog sends back, when the person has gone through it."""
    location = send("GET", url).headers["location"]
    assert urlsplit(location).path.endswith("/connect/answer")
    return {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}


def connected(publisher: Any, contract: Keys, **more: str) -> Opened:
    asking = publisher.connect(settings(contract, **more), BACK)
    opened: Opened = publisher.finish(settings(contract, **more), asking.keep, came_back(asking.url))
    return opened


def joined(publisher: Any, contract: Keys, extra: Mapping[str, str] | None = None) -> Line:
    opened = connected(publisher, contract)
    return Line(opened.handle, contract.base, {**opened.secrets, **(extra or {})})


def picture(seed: str, alt: str = "Barricades on Ash Street.", width: int = 1080, height: int = 1080) -> Medium:
    content = b"\xff\xd8\xff\xe0" + seed.encode() * 50
    digest = hashlib.sha256(content).hexdigest()
    return Medium(
        "photo", f"{seed}.jpg", "image/jpeg", len(content), digest, alt, width, height, read=lambda: content
    )  # fmt: skip


class Shelf(Contract):
    """Pictures under `/media/SHA-256.jpg`, as the desk serves them."""

    def __init__(self, *media: Medium) -> None:
        super().__init__()
        self.held = {f"{one.sha256}.jpg": one.read() for one in media}
        self.routes.append(("GET", r"/media/([0-9a-f]{64}\.jpg)", self._one))

    def _one(self, asked: Asked) -> Reply:
        content = self.held.get(asked.match[0])
        return Reply(content, headers={"Content-Type": "image/jpeg"}) if content else Reply(b"", 404)

"""A mail server that keeps what it takes, and can be made to hold its breath or to refuse."""

from __future__ import annotations

import asyncio
import email
import threading
from collections import Counter
from email.message import Message
from typing import Any


class Sink:
    """Messages by recipient. `hold_before` stops before a message is taken, `hold_after` before that is said."""

    def __init__(self) -> None:
        self.port = 0
        self.taken: list[tuple[str, Message]] = []
        self.hold_before = self.hold_after = self.refuse = False
        self.reached, self.open = threading.Event(), threading.Event()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Takes a message."""
        if self.refuse:
            return "451 Try again later"
        if self.hold_before:
            await self._wait()
            return "451 Try again later"
        self.taken.append((envelope.rcpt_tos[0], email.message_from_bytes(envelope.content)))
        if self.hold_after:
            await self._wait()
        return "250 OK"

    async def _wait(self) -> None:
        self.reached.set()
        while not self.open.is_set():
            await asyncio.sleep(0.01)

    def ids(self) -> Counter[str]:
        """How often each Message-ID was taken."""
        return Counter(str(message["Message-ID"]) for _, message in self.taken)

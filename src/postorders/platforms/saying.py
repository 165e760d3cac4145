"""What is to be said, how one platform will show it, where it stands, and what the platform serves of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Medium:
    """A file that goes with what is said: the very bytes that are sent.

    `kind` is photo, video, audio or document; `type` the media type by content; `size` in bytes; `sha256` in
    hexadecimal; `width` and `height` in pixels and `seconds` of a video, 0 if unknown; `alt` describes it to those who
    cannot see it. `read` gives the bytes.
    """

    kind: str
    name: str
    type: str
    size: int
    sha256: str
    alt: str = ""
    width: int = 0
    height: int = 0
    seconds: float = 0.0
    read: Callable[[], bytes] = field(default=bytes, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Saying:
    """One thing to say, before any platform's limits: the author's text, a title where a platform wants one, a link
    to show as a card, the language (BCP 47), and the media in order.

    `replies` is the place of the post that this one answers, corrects or goes on from, "" for none: the id that the
    platform gave it.
    """

    text: str
    title: str = ""
    link: str = ""
    language: str = "en"
    media: tuple[Medium, ...] = ()
    replies: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """One post of a rendering: its exact text, the indexes of the media it carries, and the link it shows as a card."""

    text: str
    media: tuple[int, ...] = ()
    card: str = ""


@dataclass(frozen=True, slots=True)
class Lack:
    """Why a rendering cannot be sent, and how to mend it; both are shown to the author."""

    what: str
    mend: str


@dataclass(frozen=True, slots=True)
class Rendering:
    """Exactly what would be published on one platform: one piece, or several as a thread, with title and media.

    `lacks` bars publishing; `notes` only tell. Equal sayings give equal renderings, on every machine.
    """

    platform: str
    pieces: tuple[Piece, ...]
    title: str = ""
    media: tuple[Medium, ...] = ()
    language: str = "en"
    replies: str = ""
    lacks: tuple[Lack, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a piece stands: the platform's id (as its API wants it back), and the address a reader opens.

    `version` is what the platform gives to tell an edited post from the first (a CID, an edit time), "" if nothing.
    """

    id: str
    url: str
    version: str = ""


@dataclass(frozen=True, slots=True)
class Served:
    """One fetch of a piece as the platform serves it: the raw `body` with its `type` and the `url` it came from, and
    what was read of it: text, alternative texts in order, hashes of media where the platform serves the bytes sent.

    `at` is when the platform says it was published (ISO 8601, "" if it does not say). `links` are the addresses in it.
    `hidden` says why the account sees it and the public does not, and how to mend that, "" where readers see it: what
    is hidden stands, and is not what was approved. `omits` are characters that the platform may leave out of the text
    for this key, all of them or none, though readers see them.
    """

    url: str
    type: str
    body: bytes
    text: str
    alts: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    at: str = ""
    place: Placed | None = None
    hidden: str = ""
    omits: str = ""

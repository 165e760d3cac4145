"""The files of a draft: cleaned when they are brought, kept in parts, read as the platform takes them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

from django.utils.translation import gettext as _

from postorders.desk.base.act import Refused
from postorders.desk.drafts.models import Attached, Chunk
from postorders.platforms.saying import Medium

PART = 1 << 20
MOST = 20
COPY, ORIGINAL, SMALL = "copy", "original", "small"


def medium(file: Attached) -> Medium:
    """A file as a publisher takes it; its bytes are read when they are wanted."""
    return Medium(
        file.kind, file.name, file.type, file.size, file.sha256, file.alt, file.width, file.height, file.seconds,
        lambda: body(file),
    )  # fmt: skip


def body(file: Attached, which: str = COPY) -> bytes:
    """The whole of a file."""
    return b"".join(parts(file, which))


def parts(file: Attached, which: str = COPY) -> Iterator[bytes]:
    """A file in parts of at most a megabyte, in order."""
    rows = Chunk.objects.filter(file=file, which=which).order_by("index").values_list("body", flat=True)
    yield from (bytes(one) for one in rows.iterator(chunk_size=4))


def keep(file: Attached, which: str, stream: IO[bytes]) -> None:
    """Keeps what a stream holds, from its beginning, inside an act."""
    stream.seek(0)
    index = 0
    while part := stream.read(PART):
        Chunk(file=file, which=which, index=index, body=part).save()
        index += 1


def notes(found: Any) -> list[dict[str, str]]:
    """The notes of cleaning as the row keeps them."""
    return [{"level": one.level, "about": one.about, "text": one.text} for one in found]


def unexamined(file: Attached) -> bool:
    """Whether a file goes out that no machine has looked into: no picture, or one of which a part was left alone."""
    return file.kind != "photo" or any(one.get("level") == "unchecked" for one in file.found)


def need_room(count: int) -> None:
    """Raises Refused for one file too many."""
    if count >= MOST:
        raise Refused(_("A draft has at most %d files.") % MOST, _("Take one away first."))

"""What the department published, as the public may read it again: one entry for each post, wherever it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from postorders.desk.register.shown import platform_name
from postorders.desk.release.corrections import RETRACTS
from postorders.desk.release.models import Correction, Release

OUT = ("sent", "read-back", "differs")
LEFT = ("taken-down", "gone")  # shown where a correction says why
MOST = 50
ACCOUNTS = 12  # releases read for each entry, on the average at most


@dataclass(frozen=True, slots=True)
class Place:
    """Where a post stands: the account's name, its platform, and the address of the first piece."""

    account: str
    platform: str
    url: str


@dataclass(frozen=True, slots=True)
class Posted:
    """One post: `kind` is "", `corrects` or `retracts` for one that was wrong; then `wrong` and `right` say how, and a
    retracted one has no text any more. `answers` is what a post puts right, "" for nothing."""

    id: UUID
    title: str
    text: str
    language: str
    at: datetime
    updated: datetime
    places: tuple[Place, ...]
    kind: str = ""
    wrong: str = ""
    right: str = ""
    answers: str = ""


def posted(most: int = MOST) -> list[Posted]:
    """The newest posts of the department at work that are out, and those that were corrected or retracted. A fixed
    number of questions for however many posts. No member is named."""
    rows = Release.objects.filter(state__in=(*OUT, *LEFT), out_at__isnull=False).order_by("-out_at", "-number")
    by_draft: dict[UUID, list[Release]] = {}
    for row in rows.select_related("site").prefetch_related("pieces").defer("judgment")[: most * ACCOUNTS]:
        by_draft.setdefault(row.draft_id, []).append(row)
    wrong = _corrections(by_draft)
    says = {one.said_id: one for one in Correction.objects.filter(said__in=by_draft, shown=True).order_by("number")}
    made = (_entry(rows_, wrong.get(draft), says.get(draft)) for draft, rows_ in by_draft.items())
    found = [one for one in made if one is not None]
    return sorted(found, key=lambda one: one.at, reverse=True)[:most]


def _corrections(drafts: Iterable[UUID]) -> dict[UUID, Correction]:
    """The newest correction of each draft."""
    rows = Correction.objects.filter(draft__in=list(drafts), shown=True).order_by("number")
    return {row.draft_id: row for row in rows}


def _entry(rows: list[Release], wrong: Correction | None, says: Correction | None) -> Posted | None:
    there = sorted((row for row in rows if row.state in OUT), key=lambda row: row.site.number)
    if not there and wrong is None:
        return None
    first = (there or sorted(rows, key=lambda row: row.site.number))[0]
    gone = wrong is not None and wrong.kind == RETRACTS
    at = min(row.out_at for row in rows)
    return Posted(
        first.draft_id,
        "" if gone else first.rendering["title"],
        "" if gone else "\n\n".join(piece["text"] for piece in first.rendering["pieces"]),
        first.rendering["language"],
        at,
        (wrong.done or wrong.found) if wrong else at,
        tuple(_place(row) for row in there),
        wrong.kind if wrong else "",
        wrong.wrong if wrong else "",
        wrong.right if wrong else "",
        says.wrong if says else "",
    )


def _place(row: Release) -> Place:
    url = next((piece.url for piece in row.pieces.all()), "") or row.site.url
    return Place(row.site.name, platform_name(row.site.platform), url)

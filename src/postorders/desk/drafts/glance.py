"""A draft as people see it: what would appear on each account, and what the policy says of it, each thing said once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as lazy

from postorders.desk.base.person import Person
from postorders.desk.drafts import rights
from postorders.desk.drafts.barred import Aimed
from postorders.desk.drafts.judged import same, words_of
from postorders.desk.drafts.models import Attached, Draft, Overridden, Version
from postorders.desk.register.models import Site
from postorders.desk.register.rules import acts_as
from postorders.desk.register.shown import platform_name
from postorders.judge.judgment import Flag
from postorders.platforms.length import length
from postorders.platforms.publisher import publishers
from postorders.platforms.saying import Medium

EFFECTS = {
    "hold": lazy("Held"),
    "ask": lazy("Needs leave"),
    "advise": lazy("Advice"),
    "inform": lazy("To know"),
}
UNITS = {
    "characters": lazy("characters"),
    "graphemes": lazy("characters as a reader counts them"),
    "weighted": lazy("characters as X counts them"),
}


@dataclass(frozen=True, slots=True)
class Carried:
    """A file as a post carries it, with the file of the draft that it is; None where that is gone."""

    medium: Medium
    file: Attached | None


@dataclass(frozen=True, slots=True)
class Post:
    """One post of a thread: its exact text, how much of the platform's limit it takes, its card and files."""

    text: str
    used: int
    most: int
    unit: Any
    card: str
    media: tuple[Carried, ...]

    @property
    def over(self) -> bool:
        """Whether it is longer than the platform takes."""
        return bool(self.most) and self.used > self.most


@dataclass(frozen=True, slots=True)
class Preview:
    """What would appear on one account; no posts where this desk cannot publish there."""

    site: Site
    platform: str
    by_hand: bool
    title: str
    language: str
    posts: tuple[Post, ...]
    lacks: tuple[Any, ...]
    notes: tuple[str, ...]


def previews(aimed: Iterable[Aimed], files: Iterable[Attached]) -> list[Preview]:
    """Each account with exactly what would appear there."""
    by_hash = {one.sha256: one for one in files}
    return [_preview(one, by_hash) for one in aimed]


def _preview(one: Aimed, files: dict[str, Attached]) -> Preview:
    name, shown = platform_name(one.site.platform), one.rendering
    if shown is None:
        return Preview(one.site, name, False, "", "", (), (), one.notes)
    can = publishers()[one.site.platform].can
    posts = tuple(
        Post(
            piece.text, length(piece.text, can), can.text, UNITS[can.unit], piece.card,
            tuple(Carried(shown.media[at], files.get(shown.media[at].sha256)) for at in piece.media),
        )
        for piece in shown.pieces
    )  # fmt: skip
    return Preview(one.site, name, can.by_hand, shown.title, shown.language, posts, shown.lacks, one.notes)


@dataclass(slots=True)
class Found:
    """One flag, on every account that has it; `mistaken` is who said that it is none."""

    flag: Flag
    policy: str
    sites: list[str]
    mistaken: str = ""

    @property
    def effect(self) -> Any:
        """How strong it is, in words."""
        return EFFECTS[self.flag.effect]

    @property
    def words(self) -> list[str]:
        """What it matched."""
        return list(dict.fromkeys(word for word in words_of(self.flag) if word))


def flags(aimed: Iterable[Aimed], overrides: Sequence[Overridden] = ()) -> list[Found]:
    """The flags of all policies on all accounts, the strongest first, each once."""
    found: dict[Any, Found] = {}
    for one in aimed:
        for each in one.judged:
            for flag in each.judgment.flags:
                key = (each.policy.id, flag.clause, flag.concept, tuple(words_of(flag)), flag.why)
                row = found.setdefault(key, Found(flag, each.policy.id, []))
                row.sites.append(one.site.name)
                if flag not in each.left.flags:
                    row.mistaken = next((by.by.name for by in overrides if same(by, flag)), "")
    order = list(EFFECTS)
    return sorted(found.values(), key=lambda one: (bool(one.mistaken), order.index(one.flag.effect)))


def pointers(aimed: Iterable[Aimed]) -> list[tuple[str, str]]:
    """The clauses that only a person can judge and that may bear on it, each once."""
    return list(
        dict.fromkeys(
            (each.clause, each.label)
            for one in aimed for judged in one.judged for each in judged.left.for_a_person
        )
    )  # fmt: skip


def asked(aimed: Iterable[Aimed]) -> dict[str, str]:
    """The facts that the judgment asks an author for, in words; duty and device have fields of their own."""
    found = (each for one in aimed for judged in one.judged for each in judged.left.questions)
    return {one.fact: one.asks for one in found if one.fact not in ("duty", "device")}


def readable(person: Person) -> QuerySet[Draft]:
    """The drafts that the person may open, the newest first, each with how its text begins."""
    rows = Draft.objects.select_related("author", "facts_by")
    if not acts_as(person, rights.READERS):
        rows = rows.filter(author=person.member)
    text = Version.objects.filter(draft=OuterRef("id"), number=OuterRef("version")).values("text")[:1]
    found: QuerySet[Draft] = rows.annotate(text=Subquery(text)).order_by(F("number").desc())
    return found


def begins(text: str | None, most: int = 80) -> str:
    """How a text begins, on one line."""
    line = " ".join((text or "").split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"

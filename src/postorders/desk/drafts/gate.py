"""The gate between a draft and the public: everything that bars it, under which clause, and who can cure it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.utils import timezone

from postorders.desk.base.person import Person
from postorders.desk.drafts import judged, manifest, said
from postorders.desk.drafts.barred import Aimed, Bar, Connected, Gate, Looking
from postorders.desk.drafts.bars import GATE, of_account, of_draft
from postorders.desk.drafts.models import Attached, Draft, Overridden, Version
from postorders.desk.register.models import Site
from postorders.plain import digest

__all__ = ["GATE", "Aimed", "Bar", "Connected", "Gate", "look"]


def look(
    draft: Draft,
    person: Person,
    now: datetime | None = None,
    device: str = "",
    duty: str = "",
    *,
    moment: str = "publication",
    connected: Connected | None = None,
    emergency: bool = False,
    version: Version | None = None,
    files: Sequence[Attached] | None = None,
    sites: Sequence[Site] | None = None,
) -> Gate:
    """How the gate stands for a draft that `person` would publish now with a `device` (department, personal) on `duty`
    (on, off). A draft that is scheduled is judged for the day it goes out.

    `moment` is `draft` while the words are weighed: then nothing is asked of device and duty. `connected` says of an
    account why it cannot be published on. In an `emergency` no approval is waited for; a flag still stands unless
    somebody else than the author and the poster has called it mistaken. `version`, `files` and `sites` stand in for
    those that the draft has, while somebody writes. Changes nothing.
    """
    at = now or timezone.now()
    on = judged.day_of(max(at, draft.scheduled) if draft.scheduled else at)
    words = version or said.latest(draft)
    given = Looking(
        draft, words, tuple(said.files(draft) if files is None else files),
        tuple(said.sites(draft) if sites is None else sites), person, on, moment, emergency, connected,
        tuple(judged.in_force(on)), tuple(_counting(draft, person, emergency)),
    )  # fmt: skip
    aimed = [_aimed(given, site, device, duty) for site in given.sites]
    listed = manifest.manifest(draft, [(one.site, one.rendering) for one in aimed])
    seal = digest(listed)
    if not GATE.on:
        return Gate(draft, words, on, tuple(aimed), (), listed, seal)
    barred = of_account(given, aimed)
    return Gate(draft, words, on, tuple(barred), tuple(of_draft(given, seal)), listed, seal)


def _counting(draft: Draft, person: Person, emergency: bool) -> list[Overridden]:
    """The overrides that count: in an emergency none of who wrote it or publishes it."""
    rows = list(draft.overrides.select_related("by"))
    alone = {draft.author_id, person.member} if emergency else set()
    return [one for one in rows if one.by_id not in alone]


def _aimed(given: Looking, site: Site, device: str, duty: str) -> Aimed:
    saying = said.saying(given.draft, given.version, given.files, site)
    time = given.draft.scheduled.isoformat() if given.draft.scheduled else ""
    post = said.post(given.draft, saying, given.files, site, given.person.number, time)
    known = judged.context(given.draft, given.person, given.moment, device, duty)
    known = replace(known, permissions=judged.leave(given.person, site, post, given.on))
    mistaken = [one for one in given.overrides if one.clause and one.text_sha256 == said.said_hash(post)]
    found = judged.judged(post, known, given.policies, given.on, mistaken)
    return Aimed(site, saying, post, said.render(saying, site), found)

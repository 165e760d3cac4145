"""How a draft stands while it is written: words that nobody has kept yet, judged and shown as they would appear."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from postorders.desk.base.person import Person
from postorders.desk.drafts import gate
from postorders.desk.drafts.barred import Aimed
from postorders.desk.drafts.models import Attached, Draft, Version
from postorders.desk.register.models import Site


def version(draft: Draft, said: dict[str, Any]) -> Version:
    """The version that words would make, kept nowhere."""
    return Version(draft=draft, number=0, **said)


def look(
    person: Person, draft: Draft, words: Version, sites: Sequence[Site], files: Sequence[Attached]
) -> tuple[Aimed, ...]:
    """Each account with what would appear there and what bars it; nothing is asked of duty and device yet."""
    return gate.look(draft, person, moment="draft", version=words, files=files, sites=sites).aimed

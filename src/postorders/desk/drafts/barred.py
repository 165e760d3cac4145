"""What the gate finds: a draft on each of its accounts, and everything that keeps it from going out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from postorders.desk.base.person import Person
from postorders.desk.drafts import manifest
from postorders.desk.drafts.judged import Judged
from postorders.desk.drafts.models import Attached, Draft, Overridden, Version
from postorders.desk.policy.models import Version as PolicyVersion
from postorders.desk.register.models import Site
from postorders.judge.judgment import Judgment
from postorders.plain import digest
from postorders.platforms.saying import Rendering, Saying
from postorders.policy.policy import Policy
from postorders.posts.post import Post

Connected = Callable[[Site], str]  # why an account cannot be published on, "" if it can


@dataclass(frozen=True, slots=True)
class Bar:
    """One thing that keeps a draft from going out.

    `kind` is the sort (hold, leave, device, fact, unread, file, alt, facts, style, poster, listed, connection,
    identification, unseen, platform, rendering, approval, state, empty, policy). `clause` cites the policy ("" for a
    rule of the desk itself), `under` the clause of absolute bans that it stands under. `what` says it, `cure` how it is
    mended and `who` by whom. `concept` and `words` are those of a flag, for who finds it mistaken.
    """

    kind: str
    what: str
    cure: str
    who: str = ""
    clause: str = ""
    under: str = ""
    concept: str = ""
    words: tuple[str, ...] = ()
    policy: str = ""


@dataclass(frozen=True, slots=True)
class Aimed:
    """A draft on one account: what is said, what would appear (None where this desk cannot publish), what each policy
    says of it, what bars it, and what is only told."""

    site: Site
    saying: Saying
    post: Post
    rendering: Rendering | None
    judged: tuple[Judged, ...] = ()
    bars: tuple[Bar, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def strictest(self) -> Judged | None:
        """The policy that says most against it; None where none is in force."""
        return max(self.judged, key=lambda one: one.rank, default=None)

    @property
    def judgment(self) -> Judgment | None:
        """The strictest judgment."""
        return self.strictest.judgment if self.strictest else None

    @property
    def policy_version(self) -> PolicyVersion | None:
        """The version that gave it."""
        return self.strictest.version if self.strictest else None

    @property
    def plain(self) -> dict[str, Any]:
        """The rendering as data."""
        return manifest.plain(self.rendering) if self.rendering else {}

    @property
    def digest(self) -> str:
        """SHA-256 of the rendering."""
        return digest(self.plain)


@dataclass(frozen=True, slots=True)
class Gate:
    """Where a draft stands at a moment for one person who would publish it. `bars` are those of the draft as a whole;
    each account has its own. `manifest` is exactly what would be published, `digest` its SHA-256."""

    draft: Draft
    version: Version
    on: date
    aimed: tuple[Aimed, ...]
    bars: tuple[Bar, ...]
    manifest: Mapping[str, Any] = field(repr=False)
    digest: str = ""

    @property
    def every(self) -> tuple[Bar, ...]:
        """All bars, those of the draft first."""
        return (*self.bars, *(bar for one in self.aimed for bar in one.bars))

    @property
    def may_release(self) -> bool:
        """Whether nothing bars it."""
        return not self.every


@dataclass(frozen=True, slots=True)
class Looking:
    """All that the single questions of the gate are asked about."""

    draft: Draft
    version: Version
    files: tuple[Attached, ...]
    sites: tuple[Site, ...]
    person: Person
    on: date
    moment: str
    emergency: bool
    connected: Connected | None
    policies: tuple[tuple[PolicyVersion, Policy], ...]
    overrides: tuple[Overridden, ...]

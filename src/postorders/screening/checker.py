"""Checks posts against one policy: sights what can be seen, then judges it."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from typing import Protocol

from postorders import __version__
from postorders.capability import switched_off
from postorders.judge.judge import judge
from postorders.judge.judgment import Judgment, Question, Sightings, Unchecked
from postorders.plain import digest
from postorders.policy.policy import Policy
from postorders.posts.context import Context
from postorders.posts.post import Post
from postorders.signals.concept import Ready
from postorders.signals.detect import MAX_WORDS, Detector
from postorders.signals.facts import facts_seen
from postorders.signals.language import unread
from postorders.signals.learned.applied import untaught
from postorders.signals.learned.combined import Combined
from postorders.signals.learned.reader import LEARNED, Reader, Told, driven
from postorders.signals.signal import Signal

Steps = Generator[list[list[int]], Sequence[Told], list[Sightings]]


class Reads(Protocol):
    """A reader with something that runs its encoder (`signals.learned.reading.Reading`)."""

    reader: Reader

    def run(self, batch: Sequence[Sequence[int]]) -> Sequence[Told]:
        """The encoder's outputs for a batch of ids."""

    def worth_reading(self, texts: Sequence[str]) -> Sequence[bool]:
        """Which of many texts the encoder should read; the others cannot show anything that it would see."""


class Checker:
    """One policy with the concepts that it uses, ready to check any number of posts.

    With `reading`, posts are read by the encoder too; without, patterns alone see. `reader` is for who runs the
    encoder elsewhere and drives `look`.
    """

    def __init__(
        self, policy: Policy, concepts: Iterable[Ready], reading: Reads | None = None, reader: Reader | None = None
    ) -> None:
        self.policy, self._reading = policy, reading
        self._reader = reading.reader if reading else reader
        known = {concept.concept: concept for concept in concepts}
        named = _named(policy, known)
        shields = {shield for name in named for shield in known[name].yields_to} - named
        used = tuple(known[name] for name in sorted(named | shields))
        self._facts = tuple(concept for concept in used if concept.group == "fact")
        self._labels = {concept.concept: concept.label for concept in used}
        self._questions = tuple(Question(c.concept, c.asks, c.about or "media") for c in self._facts)
        reads = self._reader is not None and LEARNED.on
        self._unlearned = tuple(map(_unlearned, untaught(used, reads=reads)))
        self._detector = Detector(used, {"email_domains": policy.manifest.email_domains})
        self._combined = Combined(self._detector, self._reader, shields) if self._reader and reads else None
        self.engine = {
            "version": __version__,
            "concepts": digest([(concept.concept, concept.hash) for concept in used]),
            "weights": self._reader.weights.hash if self._reader and reads else "none",
        }
        if switched_off():
            self.engine["without"] = " ".join(switched_off())

    def sight(self, post: Post, context: Context) -> Sightings:
        """Everything that can be seen of the post, and what cannot."""
        return self._driven(self.look([post], [context]))[0]

    def look(
        self,
        posts: Sequence[Post],
        contexts: Sequence[Context],
        worth: Callable[[Sequence[str]], Sequence[bool]] | None = None,
    ) -> Steps:
        """As `sight` for some posts; yields batches of ids for the encoder and is sent its outputs, if there is one."""
        passages = [tuple(post.passages()) for post in posts]
        flat = [(field, words[:MAX_WORDS]) for some in passages for field, words in some]
        if self._combined:
            seen = yield from self._combined.look(flat, worth)
        else:
            seen = [list(self._detector.sight([one])) for one in flat]
        found = iter(seen)
        return [
            self._sightings(post, context, [signal for _ in some for signal in next(found)])
            for post, context, some in zip(posts, contexts, passages, strict=True)
        ]

    def _sightings(self, post: Post, context: Context, seen: Sequence[Signal]) -> Sightings:
        signals = (*seen, *facts_seen(context.facts, self._facts))
        labels = {signal.concept: self._labels[signal.concept] for signal in signals}
        asks = bool(post.media) or bool(signals)
        unexamined = (*_unexamined(post), *self._unlearned)
        return Sightings(signals, labels, self._questions if asks else (), unexamined, self.engine)

    def _driven(self, steps: Steps) -> list[Sightings]:
        """The end of the steps, each batch run here."""
        return driven(steps, self._run)

    def _run(self, batch: Sequence[Sequence[int]]) -> Sequence[Told]:
        if self._reading is None:
            raise RuntimeError("This checker's encoder runs elsewhere: drive `look`.")
        return self._reading.run(batch)

    def check(self, post: Post, context: Context, as_of: str, explain: bool = False) -> Judgment:
        """The judgment of one post on an ISO date. Pure: the same arguments give the same judgment."""
        return judge(post, self.sight(post, context), self.policy, context, as_of, explain)

    def check_many(
        self, posts: Sequence[Post], contexts: Sequence[Context], as_of: str | Sequence[str], every: bool = False
    ) -> list[Judgment]:
        """The judgments of many posts, all on one ISO date or each on its own.

        The encoder reads only those that may show something, unless `every`.
        """
        worth = self._reading.worth_reading if self._reading and not every else None
        seen = self._driven(self.look(posts, contexts, worth))
        days = [as_of] * len(posts) if isinstance(as_of, str) else as_of
        given = zip(posts, seen, contexts, days, strict=True)
        return [judge(post, sightings, self.policy, context, day) for post, sightings, context, day in given]


def _named(policy: Policy, concepts: Mapping[str, Ready]) -> set[str]:
    """The concepts that the policy's clauses and savings name, and those that say something of the words."""
    names = {name for clause in policy.clauses for name in (*clause.looks_for, *clause.for_a_person)}
    names |= {name for saving in policy.savings for name in saving.seen}
    names |= {name for clause in policy.clauses for name in clause.when if name in concepts}
    names |= {name for party in policy.manifest.who.values() for name in party.when if name in concepts}
    return names | {name for name, concept in concepts.items() if concept.about == "words"}


def _unlearned(concept: Ready) -> Unchecked:
    """What to say of a concept that its examples taught, where nothing reads that learned it."""
    return Unchecked(
        "text", f"Nobody looked for {concept.label}: it is taught by examples, and only patterns read here."
    )


def _unexamined(post: Post) -> tuple[Unchecked, ...]:
    found = []
    for field, words in post.passages():
        if len(words) > MAX_WORDS:
            found.append(Unchecked(field, f"Only its first {MAX_WORDS:,} characters were read."))
        if why := unread(words[:MAX_WORDS], post.language):
            found.append(Unchecked(field, why))
    return tuple(found)

"""Checks posts against one policy: sights what can be seen, then judges it."""

from __future__ import annotations

from collections.abc import Iterable

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


class Checker:
    """One policy with the concepts that it uses, ready to check any number of posts."""

    def __init__(self, policy: Policy, concepts: Iterable[Ready]) -> None:
        self.policy = policy
        used = _used(policy, {concept.concept: concept for concept in concepts})
        self._facts = tuple(concept for concept in used if concept.group == "fact")
        self._labels = {concept.concept: concept.label for concept in used}
        self._questions = tuple(Question(c.concept, c.asks, c.about or "media") for c in self._facts)
        self._detector = Detector(used, {"email_domains": policy.manifest.email_domains})
        self.engine = {
            "version": __version__,
            "concepts": digest([(concept.concept, concept.hash) for concept in used]),
            "weights": "none",
        }
        if switched_off():
            self.engine["without"] = " ".join(switched_off())

    def sight(self, post: Post, context: Context) -> Sightings:
        """Everything that can be seen of the post, and what cannot."""
        signals = (*self._detector.detect(post), *facts_seen(context.facts, self._facts))
        labels = {signal.concept: self._labels[signal.concept] for signal in signals}
        asks = bool(post.media) or bool(signals)
        return Sightings(signals, labels, self._questions if asks else (), _unexamined(post), self.engine)

    def check(self, post: Post, context: Context, as_of: str, explain: bool = False) -> Judgment:
        """The judgment of one post on an ISO date. Pure: the same arguments give the same judgment."""
        return judge(post, self.sight(post, context), self.policy, context, as_of, explain)


def _used(policy: Policy, concepts: dict[str, Ready]) -> tuple[Ready, ...]:
    """The concepts that the policy's clauses and savings name, and those that can lower them."""
    names = {name for clause in policy.clauses for name in (*clause.looks_for, *clause.for_a_person)}
    names |= {name for saving in policy.savings for name in saving.seen}
    names |= {name for clause in policy.clauses for name in clause.when if name in concepts}
    names |= {name for party in policy.manifest.who.values() for name in party.when if name in concepts}
    names |= {name for name, concept in concepts.items() if concept.about == "words"}
    names |= {shield for name in names for shield in concepts[name].yields_to}
    return tuple(concepts[name] for name in sorted(names))


def _unexamined(post: Post) -> tuple[Unchecked, ...]:
    found = []
    for field, words in post.passages():
        if len(words) > MAX_WORDS:
            found.append(Unchecked(field, f"Only its first {MAX_WORDS:,} characters were read."))
        if why := unread(words[:MAX_WORDS], post.language):
            found.append(Unchecked(field, why))
    return tuple(found)

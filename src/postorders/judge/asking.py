"""What could not be checked, and the questions whose answers would change the outcome."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from postorders.capability import capability
from postorders.judge.docket import Docket, Entry
from postorders.judge.judgment import OUTCOMES, Asked, Note, Outcome, Sightings, Unchecked
from postorders.posts.context import Context
from postorders.posts.post import Media, Post

FACTS = capability("fact-questions", "Asks the author for a fact where the answer would change the outcome.")
_MOMENT = {
    "device": "Does it go out from a department device or a personal one?",
    "duty": "Are you on or off duty when it goes out?",
    "class": "Are you an officer, a civilian employee or a reserve?",
    "role": "What is your role here?",
}


@dataclass(slots=True)
class Asking:
    """Gathers questions by fact, with the clauses that wait for the answer."""

    sightings: Sightings
    clauses: dict[str, list[str]] = field(default_factory=dict)

    def want(self, fact: str, clauses: Iterable[str]) -> None:
        """Asks for a fact on behalf of some clauses."""
        if not FACTS.on:
            return
        waiting = self.clauses.setdefault(fact, [])
        waiting += [clause for clause in clauses if clause not in waiting]

    def asked(self) -> tuple[Asked, ...]:
        """The questions, in the order in which they came up."""
        words = {question.fact: question.asks for question in self.sightings.questions}
        return tuple(
            Asked(fact, words.get(fact) or _MOMENT.get(fact, f"What is {fact}?"), tuple(clauses))
            for fact, clauses in self.clauses.items()
        )


def would_change(entry: Entry, outcome: Outcome) -> bool:
    """Whether an answer under this entry matters: it would make the outcome stronger, or add to mere advice."""
    rank = OUTCOMES.index
    return entry.effect != "inform" and (rank(outcome) < rank("ask") or rank(entry.effect) > rank(outcome))


def examine_media(
    post: Post, context: Context, docket: Docket, asking: Asking, outcome: Outcome
) -> tuple[list[Unchecked], list[Note]]:
    """What was not seen of the post's media, given the author's answers so far, and the notes to make of it."""
    unchecked: list[Unchecked] = []
    notes: list[Note] = []
    for number, medium in enumerate(post.media):
        name = f"media[{number}] {medium.kind}{' ' + medium.name if medium.name else ''}"
        if why := _unseen(medium, context, docket, asking, outcome):
            unchecked.append(Unchecked(name, why))
        else:
            notes.append(Note("", f"{name} was not opened: it was judged on the author's answers."))
    return unchecked, notes


def _unseen(medium: Media, context: Context, docket: Docket, asking: Asking, outcome: Outcome) -> str:
    open_facts = []
    for question in asking.sightings.questions:
        entries = [docket.entries[index] for index in docket.flags.get(question.fact, ())]
        speaking = [entry for entry in entries if entry.effect != "inform"]
        if question.about == "words":
            needed = not medium.transcript and question.fact not in context.facts
            waiting = [] if outcome == "hold" else ["*"]
        else:
            needed = question.about == "media" and bool(speaking) and question.fact not in context.facts
            waiting = [entry.clause.clause for entry in speaking if would_change(entry, outcome)]
        if needed:
            open_facts.append(question.fact)
            if waiting:
                asking.want(question.fact, [clause for clause in waiting if clause != "*"])
    if open_facts:
        return f"Nobody looked at it. Not answered: {', '.join(open_facts)}."
    if not medium.transcript and any(
        context.facts.get(q.fact) == "yes" for q in asking.sightings.questions if q.about == "words"
    ):
        return "It has words in it that were not given. Add them as its transcript."
    return ""

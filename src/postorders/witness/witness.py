"""Asks the witness about a post, one clause at a time, and keeps what can be held against the post's own words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace

from postorders.errors import Problem
from postorders.judge.judgment import Sightings, Witnessed
from postorders.policy.clause import Clause
from postorders.policy.policy import Policy
from postorders.posts.context import Context
from postorders.posts.post import Post
from postorders.witness.answer import weighed
from postorders.witness.exchange import Exchange, NoAnswer
from postorders.witness.place import Place
from postorders.witness.question import asked_about, messages, too_long
from postorders.words import _

_ROW = 2  # questions in a row without an answer, after which no more are asked

Complain = Callable[[Iterable[Problem]], None]


class Witness:
    """One model, asked about any number of posts. Its failures are told to `complain`, and never end a check.

    `named` is the one clause to ask about, "" for those that apply; `facts` are the concepts that only an author knows.
    """

    def __init__(
        self,
        at: Place,
        complain: Complain,
        named: str = "",
        facts: Collection[str] = (),
        exchange: Exchange | None = None,
    ) -> None:
        self.at, self._complain, self._named, self._facts = at, complain, named, facts
        self._exchange = exchange or Exchange(at)
        self._failed = 0

    def hear(self, sightings: Sightings, post: Post, context: Context, policy: Policy, as_of: str) -> Sightings:
        """The sightings with what the witness said beside them. Raises InputError for a `named` clause that is none."""
        clauses = asked_about(policy, post, context, as_of, self._facts, self._named)
        if self._named and not clauses:
            what = _("{clause} does not apply to this post, so the witness was not asked.")
            self._complain([Problem(what.format(clause=self._named), "", f"post {post.id}")])
        if not clauses or not any(words.strip() for _field, words in post.passages()):
            return sightings
        if long := too_long(post):
            self._complain([Problem(_("The post is too long to be sent to the witness."), "", f"post {post.id}")])
        heard = tuple(Witnessed(one.clause, "silent") if long else self._ask(one, post) for one in clauses)
        return replace(sightings, witnessed=heard, engine={**sightings.engine, "witness": self.at.name})

    def _ask(self, clause: Clause, post: Post) -> Witnessed:
        if self._failed >= _ROW:
            return Witnessed(clause.clause, "silent")
        try:
            body = self._exchange.ask(messages(clause, post))
        except NoAnswer as error:
            self._fail(error)
            return Witnessed(clause.clause, "silent")
        self._failed = 0
        return weighed(body, clause, post)

    def _fail(self, error: NoAnswer) -> None:
        self._failed = _ROW if error.for_good else self._failed + 1
        self._complain(error.problems)
        if self._failed >= _ROW:
            self._complain([Problem(_("It is not asked any more; the check goes on without it."), "", _("witness"))])

"""From address to address by hand: https first, each hop checked as if it were the first, never back to plain HTTP."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from postorders.archive.fetch.answer import Answer
from postorders.archive.fetch.errors import NotFetched, Unanswered
from postorders.archive.fetch.target import Target, shown
from postorders.words import _

Ask = Callable[[Target], Answer]


def follow(tries: Sequence[Target], ask: Ask, doors: Callable[[Target], Sequence[Target]], most: int) -> list[Answer]:
    """Each answer on the way, the one that is no redirect last.

    `tries` are ways to ask for the first address, best first; `doors` gives those of a later one.
    """
    way: list[Answer] = []
    while True:
        answer = _first(tries, ask, way)
        way.append(answer)
        if not answer.location:
            return way
        if len(way) > most:
            what = _("The site redirects more than {most} times.").format(most=most)
            raise NotFetched("redirects", what, _mend(), where=answer.target.url)
        tries = _onward(answer, doors)


def _first(tries: Sequence[Target], ask: Ask, way: Sequence[Answer]) -> Answer:
    for position, target in enumerate(tries, 1):
        if any(answer.target == target for answer in way):
            raise NotFetched("redirects", _("The site redirects in a circle."), _mend(), where=target.url)
        try:
            return ask(target)
        except Unanswered as error:
            if position == len(tries):
                raise _final(error, target, way) from None
        except NotFetched as error:
            raise error.at(target.url) from None
    raise AssertionError("there is always a way to ask")


def _final(error: Unanswered, target: Target, way: Sequence[Answer]) -> NotFetched:
    """Only for the first address may the caller take another way; a later one simply did not answer."""
    if not way:
        return error.at(target.url)
    if _back(way[-1], way[-1].target.onward(way[-1].location)):
        what = _("The site leads from https back to plain http.")
        return NotFetched("redirects", what, _mend(), where=way[-1].target.url)
    (problem,) = error.problems
    return NotFetched(error.why, problem.what, problem.mend, where=target.url, retry_after=error.retry_after)


def _onward(answer: Answer, doors: Callable[[Target], Sequence[Target]]) -> Sequence[Target]:
    try:
        target = answer.target.onward(answer.location)
    except NotFetched as error:
        raise error.at(shown(answer.location)) from None
    return [target.secure()] if _back(answer, target) else doors(target)


def _back(answer: Answer, target: Target) -> bool:
    """Whether an encrypted answer leads to an address without encryption; that is asked for by https or not at all."""
    return answer.target.scheme == "https" and target.scheme == "http"


def _mend() -> str:
    return _("Open the page in a browser and give the address that it ends at, or upload a saved page.")

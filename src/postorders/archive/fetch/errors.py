"""Why something was not fetched: one kind of error, whatever went wrong below."""

from __future__ import annotations

from typing import Literal, Self

from postorders.errors import InputError, Problem

Why = Literal[
    "scheme",
    "credentials",
    "address",
    "port",
    "name",
    "robots",
    "redirects",
    "type",
    "size",
    "time",
    "tls",
    "connection",
    "status",
    "encoding",
]


class NotFetched(InputError):
    """A page that was not fetched.

    `why` is a slug for programs. `status` is that of HTTP where `why` is "status", else 0. `retry_after` is in
    seconds where trying again later makes sense and the site, or its silence, suggests when; else None. The address
    that failed is the `file` of the problem, without credentials.
    """

    def __init__(
        self,
        why: Why,
        what: str,
        mend: str = "",
        *,
        where: str = "",
        status: int = 0,
        retry_after: int | None = None,
    ) -> None:
        super().__init__(Problem(what, mend, where))
        self.why: Why = why
        self.status = status
        self.retry_after = retry_after

    def at(self, where: str, instead: str = "") -> Self:
        """The same error with the address where it happened, unless it names one other than `instead`."""
        (problem,) = self.problems
        place = where if problem.file in ("", instead) else problem.file
        told = {"where": place, "status": self.status, "retry_after": self.retry_after}
        return type(self)(self.why, problem.what, problem.mend, **told)  # type: ignore[arg-type]


class Unanswered(NotFetched):
    """Nobody answers at this door in this way; for `http:` addresses only this opens the way to plain HTTP."""

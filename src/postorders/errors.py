"""One kind of error for everything a user can mend: what happened, where, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with an input.

    `what` is a sentence, `mend` says what to do next, and `file`, `line` and `column` (both from 1)
    say where, as far as that is known.
    """

    what: str
    mend: str = ""
    file: str = ""
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part not in ("", None))
        return f"{place + ': ' if place else ''}{self.what}{' ' + self.mend if self.mend else ''}"

    def to_dict(self) -> dict[str, str | int | None]:
        """The problem as plain data, for `--format json`."""
        return {
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "what": self.what,
            "mend": self.mend,
        }


class InputError(Exception):
    """Bad input, with every problem that was found in it, never only the first."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def refuse(what: str, mend: str = "", file: str = "", line: int | None = None) -> InputError:
    """The error for a single problem, ready to raise."""
    return InputError(Problem(what, mend, file, line))

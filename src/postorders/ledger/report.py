"""What a verification found: every problem with its place, and what was checked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from postorders.words import _


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not hold: where (file, entry from 0, byte from 0, line from 1) and how to go on."""

    what: str
    file: str = ""
    entry: int | None = None
    byte: int | None = None
    line: int | None = None
    mend: str = ""

    def __str__(self) -> str:
        place = [self.file + (f":{self.line}" if self.line is not None else "")]
        place += [_("entry {number}").format(number=self.entry)] if self.entry is not None else []
        place += [_("byte {number}").format(number=self.byte)] if self.byte is not None else []
        return f"{', '.join(place)}: {self.what}{' ' + self.mend if self.mend else ''}"


@dataclass(frozen=True, slots=True)
class Payloads:
    """How many payloads are whole, partly blacked out, disposed of, and left out of this copy."""

    whole: int = 0
    redacted: int = 0
    disposed: int = 0
    absent: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """The result: `holds` when nothing was found. `keys` are the keys that were trusted, in their one-line form.

    `bytes` counts what was read; `stamps` pairs a size with a time, `cosigned` a witness with a time (ISO 8601, UTC).
    """

    origin: str = ""
    size: int = 0
    root: str = ""
    problems: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    own_keys: bool = False
    checkpoints: int = 0
    payloads: Payloads = Payloads()
    stamps: tuple[tuple[int, str], ...] = ()
    cosigned: tuple[tuple[str, str], ...] = ()
    bytes: int = 0

    @property
    def holds(self) -> bool:
        """Whether all of it holds."""
        return not self.problems

    @property
    def entries(self) -> int:
        """How many entries the ledger has."""
        return self.size


@dataclass(slots=True)
class Search:
    """A folder under verification: reads its files, counts the bytes, and collects what is found."""

    folder: Path
    problems: list[Finding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    known: set[str] = field(default_factory=set)
    total: int = 0
    progress: Callable[[int, int], None] = lambda done, of: None

    def find(
        self, what: str, file: str, entry: int | None = None, byte: int | None = None, line: int | None = None
    ) -> None:
        """Notes something that does not hold."""
        self.problems.append(Finding(what, file, entry, byte, line))

    def read(self, name: str) -> bytes | None:
        """A file that must be there; None, and a finding, when it is not."""
        self.known.add(name)
        try:
            data = (self.folder / name).read_bytes()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            self.find(_("The file is missing."), name)
            return None
        self.total += len(data)
        return data

"""The parts of an exported ledger folder that are not tiles: checkpoints, keys, payloads, stamps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from postorders.errors import InputError, Problem, refuse
from postorders.ledger.keys import VerifierKey, read_vkey
from postorders.ledger.note import Checkpoint, read_checkpoint
from postorders.words import _

CHECKPOINT, CHECKPOINTS, KEYS, STAMPS, PAYLOADS, SCRIPT = (
    "checkpoint", "checkpoints", "keys", "stamps", "payloads", "verify.py",
)  # fmt: skip
AUTHORITY = f"{STAMPS}/authority.pem"
_KEY_LINE = re.compile(r"(\S+)(?: # from (0|[1-9][0-9]*))?")


@dataclass(frozen=True, slots=True)
class KeyLine:
    """A key of the ledger and the size of the first checkpoint that it signs."""

    key: VerifierKey
    start: int = 0

    def __str__(self) -> str:
        return f"{self.key} # from {self.start}"


def payload_name(group: int) -> str:
    """The file with the payloads of entries 256 * group and on."""
    return f"{PAYLOADS}/{group}.jsonl"


def read_keys(data: bytes, file: str = KEYS) -> tuple[KeyLine, ...]:
    """The lines of a `keys` file, newest first. Raises InputError with every line that is wrong."""
    lines, problems = data.decode("utf-8", "replace").split("\n"), []
    if lines.pop():
        problems.append(Problem(_("The last line does not end."), _("Restore the file."), file, len(lines) + 1))
    found = []
    for number, line in enumerate(lines, 1):
        try:
            found.append(_key_line(line))
        except InputError as error:
            problems.append(Problem(error.problems[0].what, error.problems[0].mend, file, number))
    if not found and not problems:
        problems.append(Problem(_("There is no key in it."), _("Restore the file."), file))
    if [one.start for one in found] != sorted({one.start for one in found}, reverse=True) and not problems:
        problems.append(Problem(_("The keys are not in order, newest first."), _("Restore the file."), file))
    if problems:
        raise InputError(*problems)
    return tuple(found)


def write_keys(keys: Iterable[KeyLine]) -> bytes:
    """A `keys` file."""
    return "".join(f"{one}\n" for one in keys).encode()


def in_force(keys: Sequence[KeyLine], size: int) -> VerifierKey | None:
    """The key that signs a checkpoint of that size."""
    return next((one.key for one in keys if one.start <= size), None)


def sizes(folder: Path) -> list[int]:
    """The sizes of the checkpoints that were published, smallest first."""
    found = (path.name for path in (folder / CHECKPOINTS).glob("*"))
    return sorted(int(name) for name in found if re.fullmatch("0|[1-9][0-9]*", name))


def load_checkpoint(path: Path) -> Checkpoint:
    """A checkpoint file. Raises InputError when it is missing or damaged."""
    try:
        return read_checkpoint(path.read_bytes())
    except ValueError as error:
        what = _("This is not a checkpoint: {reason}.").format(reason=error)
        raise refuse(what, _("Restore the file from a copy."), str(path)) from error
    except (FileNotFoundError, NotADirectoryError) as error:
        mend = _("Name the folder of an exported ledger.")
        raise refuse(_("There is no checkpoint here."), mend, str(path)) from error


def _key_line(line: str) -> KeyLine:
    match = _KEY_LINE.fullmatch(line)
    if not match:
        mend = _("Write a verifier key, and after it ' # from ' and the size of its first checkpoint.")
        raise refuse(_("{line!r} is not a line with a key.").format(line=line), mend)
    return KeyLine(read_vkey(match[1]), int(match[2] or 0))

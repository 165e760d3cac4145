"""Reads a pack from its folder of YAML, reporting every error with file, line, column and the mend."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from postorders.errors import InputError, Problem, refuse
from postorders.plain import Binder
from postorders.policy.check import Known, check
from postorders.policy.clause import Clause
from postorders.policy.policy import Anomaly, Citation, Manifest, Policy, Saving
from postorders.policy.reading import Reading
from postorders.policy.source import read_yaml


@dataclass(frozen=True, slots=True)
class _LawFile:
    """What a law pack says."""

    law: str
    note: str = ""
    entries: tuple[Citation, ...] = ()
    savings: tuple[Saving, ...] = ()


def load(folder: Path, known: Known) -> Policy:
    """The policy in a pack folder.

    `known` carries the concepts and capabilities that clauses may name. Raises InputError with every
    problem of every file.
    """
    policy, problems = inspect(folder, known)
    if problems or policy is None:
        raise InputError(*problems)
    return policy


def inspect(folder: Path, known: Known) -> tuple[Policy | None, list[Problem]]:
    """The policy as far as it could be read, and every problem found on the way."""
    if not (folder / "pack.yaml").is_file():
        raise refuse(f"{folder} is not a pack: it has no pack.yaml.", "Name the folder that holds pack.yaml.")
    binder = Binder()
    manifest: Manifest | None = _bind_file(binder, folder / "pack.yaml", Manifest, ("pack",))
    if manifest is None:
        return None, binder.problems
    clauses: list[Clause] = []
    places: list[tuple[str | int, ...]] = []
    for index, section in enumerate(manifest.sections):
        path = folder / section.file
        if not path.is_file():
            binder.note(
                ("pack", "sections", index), f"There is no file {section.file!r}.", "Write it or mend the name."
            )
            continue
        found = _bind_file(binder, path, tuple[Clause, ...], ("clauses", section.file)) or ()
        clauses += found
        places += [("clauses", section.file, number) for number in range(len(found))]
    readings = _bind_optional(binder, folder / "readings.yaml", tuple[Reading, ...], "readings")
    anomalies = _bind_optional(binder, folder / "anomalies.yaml", tuple[Anomaly, ...], "anomalies")
    laws = [law for name in manifest.laws if (law := _bind_law(binder, folder, name))]
    own = known.own(folder)
    binder.problems += own.problems
    policy = Policy(
        manifest,
        tuple(clauses),
        readings,
        anomalies,
        tuple(entry for law in laws for entry in law.entries),
        tuple(saving for law in laws for saving in law.savings),
        own.concepts,
    )
    if not binder.problems:  # a half-read pack would only echo its first errors
        check(policy, places, known.with_own(own), binder)
    return policy, sorted(binder.problems, key=lambda p: (p.file, p.line or 0, p.column or 0))


def pack_files(folder: Path) -> list[Path]:
    """Every file that the pack in `folder` is made of, its law packs and own concepts included, in a fixed order."""
    laws = sorted(folder.glob("*/law.yaml")) or sorted(folder.parent.glob("*/law.yaml"))
    return sorted(folder.glob("*.yaml")) + sorted(folder.glob("*.json")) + laws + concept_files(folder)


def concept_files(folder: Path) -> list[Path]:
    """The files of the concepts that a pack brings along, in a fixed order."""
    return sorted(folder.glob("concepts/*.yaml"))


def law_folder(folder: Path, name: str) -> Path:
    """Where a pack finds a law pack: inside it, as in an adopted copy, or beside it."""
    return folder / name if (folder / name).is_dir() else folder.parent / name


def _bind_file(binder: Binder, path: Path, kind: Any, at: tuple[str, ...]) -> Any:
    binder.file = _shown(path)
    data, problems = read_yaml(path, binder.file)
    binder.problems += problems
    binder.places[at] = (binder.file, 1, 1)
    return None if problems else binder.bind(kind, data, at)


def _bind_optional(binder: Binder, path: Path, kind: Any, at: str) -> Any:
    return (_bind_file(binder, path, kind, (at,)) or ()) if path.is_file() else ()


def _bind_law(binder: Binder, folder: Path, name: str) -> _LawFile | None:
    path = law_folder(folder, name) / "law.yaml"
    if not path.is_file():
        binder.note(("pack", "laws"), f"There is no law pack {name!r} beside this pack.", f"Expected {_shown(path)}.")
        return None
    law: _LawFile | None = _bind_file(binder, path, _LawFile, ("law", name))
    return law


def _shown(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"

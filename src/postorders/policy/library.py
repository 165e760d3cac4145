"""Finds policies: the templates that ship, packs in a folder, and adopted copies; and which is in force when."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, get_type_hints

from postorders import cache
from postorders.capability import capability, removed_clauses
from postorders.errors import refuse
from postorders.plain import revive, suggest, to_plain
from postorders.policy.adoption import apply_record
from postorders.policy.check import Known
from postorders.policy.load import load, pack_files
from postorders.policy.policy import Policy

Names = Callable[[], Known]
TEMPLATES = Path(__file__).parent.parent / "policies"
VERSIONS = capability("policy-versions", "Keeps versions in force by date, each with its hash and standing.")
_CODE = tuple(Path(__file__).parent / name for name in ("clause.py", "policy.py", "reading.py", "load.py"))


def templates() -> list[str]:
    """The ids of the policies that ship."""
    return sorted(path.parent.name for path in TEMPLATES.glob("*/pack.yaml"))


def folders(name: str, roots: Iterable[Path] = ()) -> list[Path]:
    """The pack folders that `name` stands for: a path, or an id looked up in `roots` and then among the templates.

    Raises InputError when there is none.
    """
    given = Path(name)
    if (given / "pack.yaml").is_file():
        return [given]
    for folder in (given, *(root / name for root in roots)):
        if versions := sorted(path.parent for path in folder.glob("*/pack.yaml")):
            return versions
    if (TEMPLATES / name / "pack.yaml").is_file():
        return [TEMPLATES / name]
    raise refuse(f"There is no policy {name!r}.", suggest(name, templates()) or "Name a template or a pack folder.")


def read(folder: Path, names: Names) -> Policy:
    """The policy in one pack folder, by way of the cache; `names` is asked only when the pack must be compiled.

    Raises InputError with every problem of the pack.
    """
    key = cache.content_key((*pack_files(folder), *_CODE))
    data = cache.cached(f"pack-{folder.name}", key, lambda: compiled(load(folder, names())))
    return _without(apply_record(folder, revived(data)))


def compiled(policy: Policy) -> dict[str, Any]:
    """The policy as plain data: all that `revived` needs, without YAML, wherever Python runs."""
    data: dict[str, Any] = to_plain({name: getattr(policy, name) for name in _PARTS})
    return data


def revived(data: Mapping[str, Any]) -> Policy:
    """The policy that `compiled` wrote."""
    return Policy(**{name: revive(kind, data.get(name, ())) for name, kind in _PARTS.items()})


def refreshed(policy: Policy, names: Names) -> Policy:
    """A policy adopted under an earlier release, with what this one takes from a pack besides its orders (`duty`,
    `gives`, `excuses`, `websites`): from the template of the same hash, where the copy has none of it.
    """
    if policy.id not in templates() or any(clause.duty for clause in policy.clauses):
        return policy
    template = read(TEMPLATES / policy.id, names)
    if template.hash != policy.hash:
        return policy
    duties = {clause.clause: clause.duty for clause in template.clauses}
    clauses = tuple(replace(clause, duty=duties[clause.clause]) for clause in policy.clauses)
    manifest = replace(policy.manifest, websites=template.manifest.websites, permissions=template.manifest.permissions)
    return replace(policy, clauses=clauses, manifest=manifest)


def in_force(name: str, as_of: str, names: Names, roots: Iterable[Path] = ()) -> Policy:
    """The version of a policy that is in force on an ISO date. Raises InputError when none is."""
    return latest(versions_of(name, names, roots), as_of)


def versions_of(name: str, names: Names, roots: Iterable[Path] = ()) -> tuple[Policy, ...]:
    """Every version of a policy, the earliest first. Raises InputError when there is none, or one is not whole."""
    found = (read(folder, names) for folder in folders(name, roots))
    return tuple(sorted(found, key=lambda policy: policy.manifest.effective))


def latest(versions: Sequence[Policy], as_of: str) -> Policy:
    """Of some versions, the earliest first, the one in force on an ISO date. Raises InputError when none is."""
    current = [policy for policy in versions if policy.manifest.effective <= as_of or not VERSIONS.on]
    if not current:
        first = versions[0].manifest
        raise refuse(
            f"No version of {first.policy} was in force on {as_of}.",
            f"The first one took effect on {first.effective}; give a later date with --as-of.",
        )
    return current[-1]


def _without(policy: Policy) -> Policy:
    """The policy less the clauses that a proof run removes."""
    gone = removed_clauses(policy.id)
    kept = tuple(clause for clause in policy.clauses if clause.clause not in gone)
    return replace(policy, clauses=kept) if gone else policy


_PARTS = {field.name: get_type_hints(Policy)[field.name] for field in fields(Policy)}

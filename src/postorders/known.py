"""Every name that a pack may use and that does not come from the pack: concepts, facts, capabilities."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

from postorders.capability import Capability
from postorders.policy.check import Known
from postorders.policy.library import TEMPLATES
from postorders.policy.source import read_yaml
from postorders.signals.library import shipped
from postorders.signals.own import read_own

ROOT = Path(__file__).parent


def known() -> Known:
    """The names as of this release."""
    concepts = shipped()
    facts = frozenset(concept.concept for concept in concepts if concept.group == "fact")
    names = frozenset(capabilities()) | frozenset(planned())
    return Known(frozenset(concept.concept for concept in concepts), facts, names, read_own)


@cache
def capabilities() -> dict[str, Capability]:
    """Every capability that code carries out, by id, as the sources declare them: nothing is imported.

    Raises ValueError when one stands in two modules.
    """
    found: dict[str, Capability] = {}
    for file in sorted(ROOT.rglob("*.py")):
        source = file.read_text(encoding="utf-8")
        if "capability(" not in source:
            continue
        where = ".".join(("postorders", *file.relative_to(ROOT).with_suffix("").parts))
        for name, says in _declarations(source):
            if name in found:
                raise ValueError(f"The capability {name!r} is declared in {found[name].where} and in {where}.")
            found[name] = Capability(name, says, where)
    return dict(sorted(found.items()))


def _declarations(source: str) -> list[tuple[str, str]]:
    """The arguments of each `capability("id", "what it does")` in a source."""
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    named = (call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "capability")
    given = ([arg.value for arg in call.args if isinstance(arg, ast.Constant)] for call in named)
    return [(str(args[0]), str(args[1])) for args in given if len(args) == 2]


@cache
def planned() -> dict[str, str]:
    """Capabilities that clauses name and nothing carries out yet, with what they will do."""
    data, _ = read_yaml(TEMPLATES / "planned.yaml")
    return {str(name): str(says) for name, says in data.items()}

"""Every name that a pack may use and that does not come from the pack: concepts, facts, capabilities."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

import postorders
from postorders.capability import Capability, declared
from postorders.policy.check import Known
from postorders.policy.library import TEMPLATES
from postorders.policy.source import read_yaml
from postorders.signals.library import shipped


def known() -> Known:
    """The names as of this release."""
    concepts = shipped()
    facts = frozenset(concept.concept for concept in concepts if concept.group == "fact")
    names = frozenset(capabilities()) | frozenset(planned())
    return Known(frozenset(concept.concept for concept in concepts), facts, names)


@cache
def capabilities() -> dict[str, Capability]:
    """Every capability that code carries out, by id. Imports the whole package, so only listings ask for it."""
    for module in pkgutil.walk_packages(postorders.__path__, "postorders."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    return dict(sorted(declared().items()))


@cache
def planned() -> dict[str, str]:
    """Capabilities that clauses name and nothing carries out yet, with what they will do."""
    data, _ = read_yaml(TEMPLATES / "planned.yaml")
    return {str(name): str(says) for name, says in data.items()}

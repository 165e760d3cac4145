"""What a careful policy manager would mend: each rule speaks where it should and is silent elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.cast import MANIFEST, RELEASE, clause, order, reading

from postorders.policy.clause import Clause
from postorders.policy.lint import RULES, lint
from postorders.policy.policy import Policy

THREE = ["One.", "Two.", "Three."]
SOUND = {"examples": {"flags": THREE, "passes": THREE}}
POINTS = {"judged_by": "person", "for_a_person": ["disparagement"], "effect": "inform"}
CONTESTED = {"risk": 3, "why": "Contested.", "cites": ["grove-charter"]}


def found(*clauses: Clause, **given: Any) -> list[str]:
    return [str(problem) for problem in lint(order(*clauses, **given))]


def examples(**some: Any) -> dict[str, Any]:
    return {"examples": {name: [{"text": text} for text in texts] for name, texts in some.items()}}


def sound(**given: Any) -> Clause:
    kept = examples(flags=THREE, points=THREE, passes=THREE)
    return clause(**{**kept, **given})


SPEAKS: dict[str, tuple[Clause, str]] = {
    "few flags": (
        sound(**examples(flags=THREE[:2], passes=THREE)),
        "Clause 12.4 has fewer than 3 examples under 'flags'. Write some.",
    ),
    "few points": (
        sound(**POINTS, **examples(points=[], passes=THREE)),
        "Clause 12.4 has fewer than 3 examples under 'points'. Write some.",
    ),
    "few passes": (
        sound(**examples(flags=THREE, passes=THREE[:2])),
        "Clause 12.4 has fewer than 3 examples under 'passes'. Write near misses.",
    ),
    "no remedy": (
        sound(remedy=""),
        "Clause 12.4 can flag and has no remedy. Say what the author can do, under 'remedy'.",
    ),
    "a caution that holds": (
        sound(kind="caution"),
        "Clause 12.4 is of kind caution and has the effect 'hold'. Use inform or advise.",
    ),
    "values that ask": (
        sound(kind="obligation", values=True, effect="ask", lifted_by=RELEASE),
        "Clause 12.4 is of kind obligation and has the effect 'ask'. Use inform or advise.",
    ),
    "a hold on personal accounts": (
        sound(when={"account": ["personal"]}),
        "Clause 12.4 would hold a post on a personal account. Use ask or advise.",
    ),
    "asks nobody": (
        sound(effect="ask"),
        "Clause 12.4 asks for leave that nobody can give. Name a permission under 'lifted_by', or advise.",
    ),
    "a risk without a why": (
        sound(law=[{"risk": 1}]),
        "Clause 12.4 has a legal risk of 1 without 'why'. Say why in a sentence.",
    ),
    "the highest risk without law": (
        sound(law=[{**CONTESTED, "cites": []}]),
        "Clause 12.4 has a legal risk of 3 that cites nothing. Name an entry of the law pack.",
    ),
    "another form than the matrix": (
        sound(effect="ask", lifted_by={**RELEASE, "form": "express"}),
        "Clause 12.4 and the permission 'number-release' name different approvers or forms. Make them agree.",
    ),
    "other approvers than the matrix": (
        sound(effect="ask", lifted_by={**RELEASE, "by": ["chief"]}),
        "Clause 12.4 and the permission 'number-release' name different approvers or forms. Make them agree.",
    ),
    "a caution that is charged": (
        sound(kind="caution", effect="advise", consequence="S-FG"),
        "Clause 12.4 is a caution and names a sanction. Remove 'consequence'.",
    ),
}
SILENT: dict[str, Clause] = {
    "three of each": sound(),
    "a definition without examples": clause(kind="definition", looks_for=[], effect="inform", remedy=""),
    "a pointer with examples": sound(**POINTS, remedy=""),
    "a caution that advises": sound(kind="caution", effect="advise"),
    "advice on personal accounts": sound(when={"account": ["personal"]}, effect="advise"),
    "asks somebody": sound(effect="ask", lifted_by=RELEASE),
    "no risk needs no why": sound(law=[{"risk": 0}]),
    "approvers in another order": sound(effect="ask", lifted_by={**RELEASE, "by": ["designee", "chief"]}),
    "a caution with a testimony risk": sound(kind="caution", effect="advise", consequence="I-FG"),
}


@pytest.mark.parametrize(("spoken_of", "says"), SPEAKS.values(), ids=SPEAKS)
def test_a_rule_speaks(spoken_of: Clause, says: str) -> None:
    readings = [reading(status="proposed", signed_by="", signed_on="")]
    assert found(spoken_of, readings=readings) == [says]


@pytest.mark.parametrize("fine", SILENT.values(), ids=SILENT)
def test_the_rules_are_silent(fine: Clause) -> None:
    assert found(fine) == []


def test_a_contested_clause_wants_a_reading_proposed() -> None:
    contested = sound(law=[CONTESTED])
    assert found(contested) == [
        "Clause 12.4 is advisory until a reading is signed, and none is proposed. Propose one in readings.yaml."
    ]
    assert found(contested, readings=[reading(status="proposed")]) == []


def test_every_rule_is_tested_here() -> None:
    spoken = {rule.__name__ for rule in RULES for one, _ in SPEAKS.values() if list(rule(order(one), one))}
    assert spoken == {rule.__name__ for rule in RULES}


def test_findings_come_in_the_order_of_the_source() -> None:
    first, *_ = found(sound(clause="12.9", remedy=""), clause("12.1", remedy=""))
    assert first.startswith("Clause 12.9 ")


def test_the_command_tells_errors_before_findings(postorders: Callable[..., Any], order: Path, concepts: Path) -> None:
    assert postorders("policy", "lint", order).out == "0 errors, 0 findings.\n"
    path = order / "13-equipment.yaml"
    path.write_text(path.read_text().replace("  remedy: Use a department device.\n", ""))
    said = postorders("policy", "lint", order)
    assert (said.code, said.out.splitlines()[-1]) == (1, "0 errors, 1 finding.")
    path.write_text(path.read_text().replace("effect: hold", "effect: stop"))
    said = postorders("policy", "lint", order)
    assert (said.code, said.out.splitlines()[-1]) == (2, "1 error, 0 findings.")


def test_the_manifest_of_the_cast_is_sound() -> None:
    assert Policy(MANIFEST, ()).id == "order-12"

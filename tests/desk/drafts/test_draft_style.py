"""The Chief's guidelines: people read the text, the desk looks for the rules, and each version has its day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.desk.cast import World
from tests.desk.drafts import scene
from tests.desk.drafts.scene import ROAD, bars, begun, look

from postorders.desk.base.act import Refused
from postorders.desk.drafts import acts, style

pytestmark = pytest.mark.both
DAY = timedelta(days=1)
TEXT = "Plain words, and no more of them than needed."

# kind, value, a text that keeps the rule, a text that does not
RULES = [
    ("must", "Call 911", "In an emergency, call  911.", "In an emergency, call us."),
    ("never", "perp", "A perpetual flame at the memorial.", "The perp was booked."),
    ("max-length", 10, "Ten chars.", "Eleven char"),
    ("max-length", 3, "👩‍👩‍👧‍👦ok", "👩‍👩‍👧‍👦okay"),
    ("case", 2, "The FBI and ATF met a K9.", "DO NOT DRIVE there."),
    ("hashtags", 1, "See #Raymore and https://a.example/#part", "See #Raymore #Missouri"),
    ("emoji", 1, "Well done 👏", "Well done 👏🏽🎉"),
    (
        "readability",
        8,
        "The road is shut. Go around.",
        "Municipal infrastructure rehabilitation necessitates alternatives.",
    ),
]


@pytest.mark.parametrize(("kind", "value", "kept", "broken"), RULES, ids=[f"{one[0]}-{one[1]}" for one in RULES])
def test_a_rule_finds_what_breaks_it_and_lets_pass_what_keeps_it(kind: str, value: Any, kept: str, broken: str) -> None:
    rules = [{"kind": kind, "value": value, "says": "The Chief says so."}]
    assert style.lint(kept, rules) == []
    (missed,) = style.lint(broken, rules)
    assert (missed.kind, missed.says, bool(missed.found)) == (kind, "The Chief says so.", True)


def test_an_empty_text_breaks_no_limit() -> None:
    rules = [
        {"kind": kind, "value": 0, "says": "x"} for kind in ("max-length", "case", "hashtags", "emoji", "readability")
    ]
    assert style.lint("", rules) == []


@pytest.mark.parametrize(
    "rule",
    [
        {"kind": "sometimes", "value": "x", "says": "x"},
        {"kind": "never", "value": 3, "says": "x"},
        {"kind": "never", "value": " ", "says": "x"},
        {"kind": "emoji", "value": "two", "says": "x"},
        {"kind": "emoji", "value": True, "says": "x"},
        {"kind": "emoji", "value": -1, "says": "x"},
        {"kind": "emoji", "value": 1, "says": ""},
        {},
    ],
)
def test_a_rule_that_cannot_be_is_refused(world: World, rule: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        acts.set_guide(world.bluff.as_("chief"), TEXT, [rule])


@pytest.mark.parametrize("who", ["pio", "lieutenant", "attorney"])
def test_the_chief_or_a_designee_sets_them(world: World, who: str) -> None:
    with pytest.raises(Refused, match="sets the guidelines"):
        acts.set_guide(world.bluff.as_(who), TEXT, [])


def test_each_version_has_its_day_and_is_kept(world: World) -> None:
    chief, today = world.bluff.as_("chief"), world.bluff.today()
    acts.set_guide(chief, TEXT, [])
    acts.set_guide(chief, "Shorter still.", [], today + DAY)
    with pytest.raises(Refused, match="in the past"):
        acts.set_guide(chief, TEXT, [], today - DAY)
    with world.bluff.within():
        found = [style.guide_on(day) for day in (today - DAY, today, today + DAY)]
    assert [one.number if one else None for one in found] == [None, 1, 2]


NEVER = [{"kind": "never", "value": "gas leak", "says": "Say utility emergency."}]


@pytest.mark.proves("raymore-8", "8.03.D.7", capability="style-guide")
def test_an_official_post_keeps_to_the_chiefs_guidelines(world: World) -> None:
    acts.set_guide(world.bluff.as_("chief"), TEXT, NEVER)
    draft = begun(world.bluff)
    bar = bars(world.bluff, draft)["style"]
    assert (bar.clause, "Say utility emergency." in bar.what) == ("8.03.D.7", True)
    acts.write(world.bluff.as_("pio"), draft, ROAD.replace("gas leak", "utility emergency"))
    assert "style" not in bars(world.bluff, draft)


@pytest.mark.proves("raymore-8", "8.03.D.7", capability="release-gate")
def test_a_post_that_breaks_the_guidelines_is_not_released(world: World) -> None:
    acts.set_guide(world.bluff.as_("chief"), TEXT, NEVER)
    assert not look(world.bluff, begun(world.bluff)).may_release


def test_where_no_clause_orders_them_they_are_told_and_bar_nothing(world: World) -> None:
    scene.ready(world.osage)
    acts.set_guide(world.osage.as_("chief"), TEXT, NEVER)
    found = look(world.osage, begun(world.osage))
    assert (found.may_release, any("utility emergency" in one for one in found.aimed[0].notes)) == (True, True)

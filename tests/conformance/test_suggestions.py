"""The wording that a concept suggests for a page is wording that the concept itself sees."""

from __future__ import annotations

import pytest

from postorders.signals.detect import Detector
from postorders.signals.library import shipped

SUGGESTED = {one.concept: one.suggests for one in shipped() if one.suggests}
FILLED = {
    "department": "Cedar Bluff Police Department",
    "contact": "816-555-0142",
    "website": "https://cedarbluff.example",
}


def test_each_demand_of_a_page_has_a_suggestion() -> None:
    assert set(SUGGESTED) == {one.concept for one in shipped() if one.group == "page"}


@pytest.mark.parametrize("concept", sorted(SUGGESTED))
def test_what_is_suggested_is_seen(concept: str) -> None:
    detector = Detector(shipped(), {"websites": ("cedarbluff.example",), "email_domains": ()})
    seen = {signal.concept for signal in detector.sight([("text", SUGGESTED[concept].format(**FILLED))])}
    assert concept in seen

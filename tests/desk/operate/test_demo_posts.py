"""The demonstration shows the work of posting: what went out, what waits and why, what was wrong, what nobody approved."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.desk.operate.conftest import inside

LOOKED = """
from datetime import timedelta
from zoneinfo import ZoneInfo
from django.utils import timezone
from postorders.desk.base import scope
from postorders.desk.connect.models import Connection
from postorders.desk.drafts.models import Draft, Guide, Overridden
from postorders.desk.ledger.models import Payload
from postorders.desk.people.models import Department
from postorders.desk.release.models import Correction, Incident, Release
found = {}
for department in Department.objects.all():
    with scope.within(department.id), timezone.override(ZoneInfo(department.timezone)):
        out = Release.objects.exclude(out_at=None).select_related("site")
        late = Release.objects.filter(ratified="", ratify_by__gt=timezone.now()).exclude(emergency="")
        planned = Draft.objects.exclude(scheduled=None).values_list("scheduled", flat=True)
        told = Payload.objects.filter(department=department).order_by("index")
        times = list(told.values_list("at", flat=True))
        found[department.slug] = {
            "levels": department.settings["approval_levels"],
            "guides": Guide.objects.count(),
            "drafts": sorted(set(Draft.objects.values_list("state", flat=True))),
            "days until": [(timezone.localdate(one) - timezone.localdate()).days for one in planned],
            "returned": Draft.objects.filter(state="written").exclude(returned="").count(),
            "mistaken": Overridden.objects.count(),
            "out": sorted({row.site.platform for row in out}),
            "by hand": Release.objects.filter(state="by-hand").count(),
            "waits for a second person": late.count(),
            "put right": [[row.kind, row.shown, row.done is not None] for row in Correction.objects.all()],
            "incidents": list(Incident.objects.values_list("state", flat=True)),
            "keys": Connection.objects.exclude(sealed=b"").count(),
            "in order": times == sorted(times) and times[-1] < timezone.now(),
        }
"""


@pytest.fixture(scope="module")
def found(made: Path) -> Mapping[str, Mapping[str, Any]]:
    """What each of the two departments shows."""
    shown: Mapping[str, Mapping[str, Any]] = inside(made, LOOKED)
    return shown


def test_one_department_shows_posts_in_every_state_that_asks_for_somebody(found: Mapping[str, Any]) -> None:
    shown = found["linnet-creek"]
    assert shown["drafts"] == ["approved", "released", "waiting", "written"]
    assert (shown["returned"], shown["mistaken"], shown["guides"]) == (1, 1, 1)
    assert shown["days until"] == [1]
    assert shown["out"] == ["mastodon", "nextdoor", "nixle"]
    assert shown["waits for a second person"] == 1
    assert shown["put right"] == [["corrects", True, True]]
    assert shown["incidents"] == ["open"]


def test_the_other_wants_more_approvals_and_has_a_post_to_be_put_up_by_hand(found: Mapping[str, Any]) -> None:
    shown = found["marais-landing"]
    assert (shown["levels"], found["linnet-creek"]["levels"]) == (2, 1)
    assert shown["drafts"] == ["released", "waiting", "written"]
    assert (shown["out"], shown["by hand"], shown["guides"]) == (["nextdoor"], 1, 0)


def test_it_holds_no_keys_and_so_sends_nothing_anywhere(found: Mapping[str, Any]) -> None:
    assert [one["keys"] for one in found.values()] == [0, 0]


def test_what_happened_is_told_in_its_order_and_none_of_it_lies_ahead(found: Mapping[str, Any]) -> None:
    assert all(one["in order"] for one in found.values())

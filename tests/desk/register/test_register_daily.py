"""What the register does by itself each day: every reason is told once, and what the policy prints is entered."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.desk.cast import Place, World
from tests.desk.register import scene

from postorders.desk.base import guard
from postorders.desk.jobs.models import Notice
from postorders.desk.ledger.models import Payload
from postorders.desk.people.who import today
from postorders.desk.permissions import acts as permissions
from postorders.desk.permissions.models import Grant
from postorders.desk.register.daily import recall_due, seed_due
from postorders.desk.register.models import Site

pytestmark = pytest.mark.both


def pass_(place: Place) -> int:
    """One daily pass, and how many accounts were recalled."""
    with place.within(), timezone.override("America/Chicago"):
        return recall_due(timezone.now())


def recalls(place: Place) -> int:
    with place.within():
        return Payload.objects.filter(department=place.department, act="register.recall").count()


def put(place: Place, site: Site, **given: Any) -> None:
    with place.within(), guard.lifted("test"):
        Site.objects.filter(id=site.id).update(**given)


def test_an_account_whose_permission_was_revoked_is_told_once(world: World) -> None:
    site = scene.listed(world.bluff)
    assert pass_(world.bluff) == 0
    with world.bluff.within():
        grant = Grant.objects.select_related("request").get(id=site.grant_id)
    permissions.revoke(world.bluff.as_("chief"), grant.request, "No longer wanted")
    assert [pass_(world.bluff), pass_(world.bluff)] == [1, 0]
    assert recalls(world.bluff) == 1
    with world.bluff.within():
        told = Notice.objects.filter(key__startswith=f"{site.about}:permission:")
        assert {one.member.number for one in told.select_related("member")} == {"1", "40"}
        assert grant.name in told[0].body


def test_a_word_that_runs_out_is_told_before_and_after(world: World) -> None:
    site = scene.listed(world.bluff)
    with world.bluff.within():
        day = today()
    put(world.bluff, site, revalidate_by=day + timedelta(days=15))
    assert pass_(world.bluff) == 0
    put(world.bluff, site, revalidate_by=day + timedelta(days=14))
    assert [pass_(world.bluff), pass_(world.bluff)] == [1, 0]
    put(world.bluff, site, revalidate_by=day)
    assert pass_(world.bluff) == 1  # another day, another word
    put(world.bluff, site, revalidate_by=day - timedelta(days=1))
    assert [pass_(world.bluff), pass_(world.bluff)] == [1, 0]


def test_accounts_that_are_not_listed_are_left_alone(world: World) -> None:
    site = scene.entered(world.bluff)
    put(world.bluff, site, revalidate_by=timezone.localdate() - timedelta(days=9))
    assert pass_(world.bluff) == 0


def test_what_the_policy_prints_is_entered_by_the_desk_once(world: World) -> None:
    with world.bluff.within():
        assert [seed_due(timezone.now()), seed_due(timezone.now())] == [3, 0]
        assert set(Site.objects.values_list("state", flat=True)) == {"to-verify"}
    with world.osage.within():
        assert seed_due(timezone.now()) == 0

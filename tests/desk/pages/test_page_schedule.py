"""When pages are looked at: seldomer while nothing changes, spread over the day, and once for each time."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from tests.desk.cast import World
from tests.desk.pages import web as scene
from tests.desk.pages.web import Web, saved

from postorders.desk.jobs.daily import found
from postorders.desk.jobs.worker import main
from postorders.desk.pages import daily, plan
from postorders.desk.pages.models import Standing

DAY = timedelta(days=1)
NOW = datetime(2026, 5, 3, 12, tzinfo=UTC)


@pytest.mark.parametrize(("steady", "days"), [(0, 1), (1, 2), (2, 4), (3, 7), (900, 7)])
def test_a_page_that_stays_the_same_is_looked_at_seldomer(steady: int, days: int) -> None:
    assert plan.next_look(NOW, steady, 0) == NOW + days * DAY


@pytest.mark.parametrize(("failing", "days"), [(1, 1), (2, 2), (3, 4), (4, 7), (900, 7)])
def test_a_page_that_fails_is_left_alone_longer_however_steady_it_was(failing: int, days: int) -> None:
    assert plan.next_look(NOW, 9, failing) == NOW + days * DAY


def test_a_site_that_asks_for_patience_gets_it() -> None:
    assert plan.next_look(NOW, 0, 1, wait=10 * 86_400) == NOW + 10 * DAY


def test_departments_have_their_turns_all_over_the_day_and_always_the_same() -> None:
    ids = [uuid.uuid5(uuid.NAMESPACE_DNS, str(n)) for n in range(5000)]
    hours = [int(plan.spread(one).total_seconds() // 3600) for one in ids]
    assert {hours.count(hour) > 150 for hour in range(20)} == {True}
    assert [plan.spread(one) for one in ids[:9]] == [plan.spread(one) for one in ids[:9]]


@pytest.mark.both
def test_looks_grow_rarer_and_a_change_makes_them_daily_again(world: World, web: Web) -> None:
    site = scene.account(world.bluff, web.show("/police", saved("complete")))
    now, waits = timezone.now(), []
    for page in ("complete",) * 5 + ("without-contact-shown", "without-contact-shown"):
        web.show("/police", saved(page))
        scene.round_at(world.bluff, now)
        with world.bluff.within():
            due = Standing.objects.get(site=site).next_look
        waits.append((due - now).days)
        now = due
    assert waits == [1, 2, 4, 7, 7, 1, 2]


@pytest.mark.both
def test_the_day_puts_one_round_into_the_queue_at_the_departments_time(world: World, web: Web) -> None:
    scene.account(world.bluff, web.show("/police", saved("complete")))
    assert "pages.looks_due" in found()
    now = timezone.now()
    with world.bluff.within():
        assert daily.looks_due(now) == 1
    with world.osage.within():
        assert daily.looks_due(now) == 0  # it has no account
    row = DBTaskResult.objects.get(task_path="postorders.desk.jobs.tasks.look_at_pages")
    assert row.run_after == now + plan.spread(world.bluff.department.id)


@pytest.mark.both
def test_a_desk_that_may_not_look_plans_nothing(world: World, web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "CONFIG", replace(settings.CONFIG, fetch=False))
    scene.account(world.bluff, web.show("/police", saved("complete")))
    with world.bluff.within():
        assert daily.looks_due(timezone.now()) == 0


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_the_worker_does_a_round_and_one_that_comes_twice_does_nothing_more(world: World, web: Web) -> None:
    site = scene.account(world.bluff, web.show("/police", saved("complete")))
    now = timezone.now() - DAY
    with world.bluff.within():
        daily.looks_due(now)
        daily.looks_due(now)
    main(once=True)
    assert scene.states(world.bluff, site)["contact-shown"] == "met"
    with world.bluff.within():
        assert Standing.objects.get(site=site).steady == 0
    assert web.asked.count("/police") == 1

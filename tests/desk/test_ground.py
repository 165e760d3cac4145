"""The ground of the desk: departments apart, writes by acts alone, one ledger entry each."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from tests.desk.cast import World

from postorders.desk.base import guard, scope
from postorders.desk.ledger.models import Entry, Log
from postorders.desk.people.models import Member, Unit
from postorders.ledger.tree import Frontier, leaf_hash

pytestmark = pytest.mark.both


def test_each_act_has_one_entry_and_the_frontier_is_their_root(world: World) -> None:
    for place in (world.bluff, world.osage):
        with place.within():
            log = Log.objects.get(department=place.department)
            frontier = Frontier()
            for entry in Entry.objects.filter(department=place.department).order_by("index"):
                frontier = frontier.append(leaf_hash(bytes(entry.leaf)))
        assert (log.size, bytes(log.frontier)) == (frontier.size, frontier.to_bytes())


def test_rows_of_another_department_are_not_found(world: World) -> None:
    with world.bluff.within():
        assert not Member.objects.filter(name="Lena Fairweather").exists()
        assert Member.objects.count() == 8


def test_without_a_department_nothing_is_found(world: World) -> None:
    with pytest.raises(scope.NoDepartment):
        Member.objects.count()


def test_a_write_outside_an_act_is_refused(world: World) -> None:
    with world.bluff.within(), pytest.raises(guard.OutsideAct):
        Unit(name="Traffic").save()


@pytest.mark.django_db(transaction=True)
def test_the_database_refuses_a_foreign_key_across_departments(world: World) -> None:
    stray = Unit(name="Stray", head=world.osage.members["chief"])
    with world.bluff.within(), guard.lifted("a test"), pytest.raises(IntegrityError), transaction.atomic():
        stray.save()


@pytest.mark.postgresql
def test_row_level_security_hides_rows_from_raw_sql(world: World) -> None:
    with world.bluff.within(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*), count(DISTINCT department_id) FROM people_member")
        assert cursor.fetchone() == (8, 1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM people_member")
        assert cursor.fetchone() == (0,)

"""Bluesky through the desk's pages: connected with an app password, renewed by the desk alone, also in mid-thread."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import timezone
from tests.desk.cast import Place, World, browser
from tests.desk.connect.scene import keys, listed, row_of, said, sealed
from tests.desk.release.scene import Clock, acts_of, entries_text, go, released, until
from tests.platforms.contract.bluesky import Account, Bluesky, no
from tests.platforms.contract.blueskyline import CREATE, PASSWORD
from tests.platforms.contract.server import serving

from postorders.desk.connect import daily, lines
from postorders.desk.connect.models import Connection
from postorders.desk.jobs.models import Lease, Notice
from postorders.desk.register.models import Site

pytestmark = pytest.mark.both
HANDLE = "police.fultongrove.example"
REFRESH = "POST .*refreshSession"
LONG = "\n\n".join(f"Part {n}. " + "The road stays closed for repairs to the main. " * 5 for n in range(1, 4))


@pytest.fixture
def server() -> Iterator[Bluesky]:
    with serving(Bluesky()) as running:
        assert isinstance(running, Bluesky)
        yield running


@pytest.fixture
def police(server: Bluesky) -> Account:
    return server.join(HANDLE)


def connected(place: Place, server: Bluesky, url: str = f"https://bsky.app/profile/{HANDLE}") -> Site:
    """An account connected by its page."""
    one = listed(place, url)
    assert f"Connected as {HANDLE}" in typed(place, one, server, HANDLE)
    return one


def typed(place: Place, one: Site, server: Bluesky, handle: str, password: str = PASSWORD) -> str:
    given = {"do": "connect", "handle": handle, "password": password, "server": server.base}
    return said(browser(place, "pio").post(keys(one), given, follow=True))


def test_its_keys_are_in_no_page_or_entry_and_the_password_nowhere(
    world: World, server: Bluesky, police: Account
) -> None:
    one = connected(world.bluff, server)
    told = said(browser(world.bluff, "chief").get(keys(one))) + entries_text(world.bluff)
    hidden = sealed(world.bluff, one)
    assert set(hidden) == {"access", "refresh"} and PASSWORD not in told
    assert [key for key in hidden.values() if key in told] == []
    assert (row_of(world.bluff, one).known_as, row_of(world.bluff, one).server) == (police.did, server.base)


def test_the_account_may_be_registered_by_its_identifier(world: World, server: Bluesky, police: Account) -> None:
    connected(world.bluff, server, f"https://bsky.app/profile/{police.did}")


def test_keys_of_another_account_are_not_taken(world: World, server: Bluesky, police: Account) -> None:
    one = listed(world.bluff, f"https://bsky.app/profile/{HANDLE}")
    server.join("fire.fultongrove.example")
    assert "These keys open fire.fultongrove.example" in typed(world.bluff, one, server, "fire.fultongrove.example")
    with world.bluff.within():
        assert not Connection.objects.exists()


def test_an_app_password_that_the_server_refuses_is_told_in_words(
    world: World, server: Bluesky, police: Account
) -> None:
    one = listed(world.bluff, f"https://bsky.app/profile/{HANDLE}")
    came = typed(world.bluff, one, server, HANDLE, "zzzz-zzzz-zzzz-zzzz")
    assert "Invalid identifier or password" in came and "zzzz" not in came


def test_keys_that_run_out_in_mid_thread_are_renewed_once_and_the_rest_goes_out(
    world: World, server: Bluesky, police: Account
) -> None:
    server.ages = 2  # requests of an access token: who it is, and the first piece
    one = connected(world.bluff, server)
    before, server.ages = sealed(world.bluff, one), 1_000
    (row,) = released(world.bluff, one, text=LONG)
    row = go(world.bluff, row)
    pieces = [piece["text"] for piece in row.rendering["pieces"]]
    assert row.state == "read-back" and len(pieces) == 3
    assert sorted(each["text"] for each in police.records.values()) == sorted(pieces), "each piece stands once"
    assert (server.count(REFRESH), server.count(CREATE), row.tries) == (1, 4, 1)
    after = sealed(world.bluff, one)
    assert after["refresh"] != before["refresh"] and after["access"] in server.access
    assert acts_of(world.bluff, one.about).count("connect.renew") == 1


def test_a_renewal_that_two_need_at_once_is_made_by_one(world: World, server: Bluesky, police: Account) -> None:
    one = connected(world.bluff, server)
    with world.bluff.within():
        old = row_of(world.bluff, one)
        fresh = lines.renewed(one, timezone.now())
        assert lines.renewed(one, timezone.now(), old).secrets == fresh.secrets
    assert server.count(REFRESH) == 1


def test_who_comes_while_another_worker_renews_waits_and_publishes_afterwards(
    world: World, server: Bluesky, police: Account
) -> None:
    server.ages, clock = 2, Clock()
    one = connected(world.bluff, server)
    server.ages = 1_000
    (row,) = released(world.bluff, one, text=LONG)
    with world.bluff.within():
        Lease.objects.create(task=row_of(world.bluff, one).id, worker="another", until=clock.now + lines.RENEWS)
    row = go(world.bluff, row, clock)
    assert (row.state, server.count(REFRESH), len(police.records)) == ("intended", 0, 1)
    row = until(world.bluff, row, clock, "read-back")
    assert (server.count(REFRESH), len(police.records)) == (1, 3)


def test_keys_that_the_server_does_not_renew_end_the_connection_and_nothing_stands_twice(
    world: World, server: Bluesky, police: Account
) -> None:
    server.ages, clock = 2, Clock()
    one = connected(world.bluff, server)
    server.fresh.clear()
    (row,) = released(world.bluff, one, text=LONG)
    row = go(world.bluff, row, clock)
    assert (row.state, len(police.records)) == ("failed", 1)
    assert row_of(world.bluff, one).void == f"{one.name} does not take the desk's keys any more."
    with world.bluff.within():
        assert Notice.objects.filter(member=world.bluff.members["pio"], subject__contains="connected anew").count() == 1
        assert daily.connections_ending(timezone.now()) == 0
    assert server.count(REFRESH) == 1, "what is void is asked no more"


def test_a_server_that_answers_nothing_ends_no_connection(world: World, server: Bluesky, police: Account) -> None:
    one = connected(world.bluff, server)
    server.expire()
    server.fail(REFRESH, "before", no("InternalServerError", "Internal Server Error", 500))
    (row,) = released(world.bluff, one)
    row = until(world.bluff, row, Clock(), "read-back")
    assert (len(police.records), row_of(world.bluff, one).void) == (1, "")

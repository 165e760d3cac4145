"""Each platform is connected through the desk's pages, with the application that the chief entered; its keys lie sealed,
are renewed every day, and are given up when the platform takes them no more."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.desk.cast import World, browser
from tests.desk.connect.scene import (
    ANSWER,
    APPLICATIONS,
    KINDS,
    connected,
    entered,
    gone,
    keys,
    listed,
    platform,
    row_of,
    said,
    sealed,
)
from tests.desk.release.scene import entries_text

from postorders.desk.base import guard
from postorders.desk.connect import daily, lines, words
from postorders.desk.connect.models import Connection
from postorders.desk.jobs.models import Notice
from postorders.platforms.publisher import publishers

pytestmark = [pytest.mark.both, pytest.mark.parametrize("name", KINDS)]


def test_it_is_connected_with_the_application_and_asked_for_the_least(world: World, name: str) -> None:
    place, kind = world.bluff, KINDS[name]
    with platform(name) as server:
        one, devon = listed(place, kind.url), browser(place, "pio")
        assert "none is entered yet" in said(devon.get(keys(one)))
        bare = devon.post(keys(one), {"do": "connect"})
        assert bare.status_code == 422 and "The platform says:" in said(bare), "without it nobody is sent there"
        assert "Kept, sealed." in entered(place, name)
        url, leads = gone(devon, one)
        can = publishers()[name].can
        for scope in can.scopes:
            assert str(words.SCOPES[scope]) in leads
            assert scope in url.replace("%3A", ":").replace("%2F", "/")
        came = said(devon.get(ANSWER, kind.allow(server, url), follow=True))
        assert "Connected as " in came and "Connect it again" in came
    row = row_of(place, one)
    assert (row.known_as, row.void, row.server) == (kind.known_as, "", "")
    assert set(can.scopes) <= set(row.scopes) and row.expires is not None


def test_its_keys_are_in_no_page_log_or_entry(world: World, name: str, caplog: Any) -> None:
    caplog.set_level(logging.INFO)
    place, kind = world.bluff, KINDS[name]
    with platform(name) as server:
        pages = [entered(place, name)]
        one, devon = listed(place, kind.url), browser(place, "pio")
        url, leads = gone(devon, one)
        pages += [leads, said(devon.get(ANSWER, kind.allow(server, url), follow=True))]
    pages += [said(browser(place, "chief").get(path)) for path in (keys(one), APPLICATIONS, "/desk/posts/connections/")]
    row = row_of(place, one)
    told = "\n".join([*pages, entries_text(place), caplog.text, str(dict(devon.session)), str(row.scopes)])
    hidden = [*sealed(place, one).values(), kind.application[1]]
    assert len(hidden) > 1 and all(len(one) > 8 for one in hidden)
    assert [one for one in hidden if one in told or one.encode() in bytes(row.sealed)] == []


@pytest.mark.parametrize("state", ["", "guessed", "не-наше"])
def test_an_answer_with_another_state_connects_nothing(world: World, name: str, state: str) -> None:
    place, kind = world.bluff, KINDS[name]
    with platform(name) as server:
        entered(place, name)
        one, devon = listed(place, kind.url), browser(place, "pio")
        given = kind.allow(server, gone(devon, one)[0])
        came = said(devon.get(ANSWER, {**given, "state": state}, follow=True))
        assert "not the answer to what was asked" in came
        assert devon.get(ANSWER, given).status_code == 403, "it was used up"
    with place.within():
        assert not Connection.objects.exists()


def test_a_no_at_the_platform_is_told_in_words(world: World, name: str) -> None:
    place, kind = world.bluff, KINDS[name]
    with platform(name) as server:
        entered(place, name)
        one, devon = listed(place, kind.url), browser(place, "pio")
        came = said(devon.get(ANSWER, kind.refuse(server, gone(devon, one)[0]), follow=True))
    assert "was not allowed" in came or "leave" in came
    assert "begin again" in came and "access_denied" not in came and 'value="connect"' in came
    with place.within():
        assert not Connection.objects.exists()


def test_keys_of_another_account_are_not_taken(world: World, name: str) -> None:
    place, kind = world.bluff, KINDS[name]
    with platform(name) as server:
        entered(place, name)
        one = listed(place, kind.other)
        came = connected(place, name, server, one)
    assert "These keys open " in came and one.url in came
    with place.within():
        assert not Connection.objects.exists()


def test_a_wrong_secret_of_the_application_is_told_without_it(world: World, name: str) -> None:
    place, kind = world.bluff, KINDS[name]
    with platform(name) as server:
        entered(place, name, client_secret="another-secret-9876")
        came = connected(place, name, server, listed(place, kind.url))
    assert "The platform says:" in came and "another-secret-9876" not in came


def test_it_is_renewed_every_day_and_speaks_for_the_same_account(world: World, name: str) -> None:
    place, kind = world.bluff, KINDS[name]
    with platform(name) as server:
        entered(place, name)
        one = listed(place, kind.url)
        connected(place, name, server, one)
        before = sealed(place, one)
        _end_soon(place)
        with place.within():
            assert daily.connections_ending(timezone.now()) == 0
            after, now = sealed(place, one), timezone.now()
            assert after.keys() == before.keys() and after != before
            assert publishers()[name].profile(lines.line_of(one, now)).id == kind.known_as
            assert daily.connections_ending(now) == 0


def test_it_is_given_up_when_the_platform_renews_no_more(world: World, name: str) -> None:
    place, kind = world.bluff, KINDS[name]
    with platform(name) as server:
        entered(place, name)
        one = listed(place, kind.url)
        connected(place, name, server, one)
        kind.withdraw(server)
        _end_soon(place)
        with place.within():
            for _day in range(2):
                daily.connections_ending(timezone.now())
            assert Notice.objects.filter(member=place.members["pio"], subject__contains="connected anew").count() == 1
        why = row_of(place, one).void
        assert why and not [key for key in sealed(place, one).values() if key in why]
        assert why in said(browser(place, "pio").get(keys(one))) and "Renew them now" not in said(
            browser(place, "pio").get(keys(one))
        )


def _end_soon(place: Any) -> None:
    with place.within(), guard.lifted("keys that end soon"):
        Connection.objects.update(expires=timezone.now() + timedelta(hours=1))

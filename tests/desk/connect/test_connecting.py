"""An account is connected by who keeps it, in one browser, with the least that publishing needs; its keys lie sealed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.desk.cast import World
from tests.desk.custody.keys import name
from tests.desk.drafts import scene as drafts
from tests.desk.release.scene import ANSWER, connect, connected, entries_text, mastodon, site

from postorders.desk.base import guard
from postorders.desk.base.act import Refused
from postorders.desk.base.person import machine
from postorders.desk.connect import acts, cards, daily, flow, lines
from postorders.desk.connect.models import Application, Connection
from postorders.desk.connect.seal import Shut, secrets_in
from postorders.desk.jobs.models import Notice
from postorders.desk.ledger.models import Payload
from postorders.platforms.mastodon.publish import Mastodon
from postorders.platforms.wire import Expired

pytestmark = pytest.mark.both
DAY = timedelta(days=1)


def test_a_custodian_connects_the_account(world: World) -> None:
    with mastodon() as server:
        where = site(world.bluff, server)
        with pytest.raises(Refused, match="may not connect"):
            connect(world.bluff, where, server, "officer")
        name(world.bluff, where, "officer")
        row = connect(world.bluff, where, server, "officer")
        assert (row.handle.partition("@")[0], row.known_as, row.void) == ("police", "1001", "")
        assert set(row.scopes) == {"profile", "read:statuses", "write:statuses", "write:media"}
        with world.bluff.within():
            assert lines.connected(where) == ""
            assert lines.line_of(where, timezone.now()).secrets["access_token"] in server.tokens


def test_the_keys_are_in_no_row_or_entry_that_can_be_read(world: World) -> None:
    with mastodon() as server:
        where = site(world.bluff, server)
        row = connect(world.bluff, where, server)
        (token,) = server.tokens
    sealed = bytes(row.sealed)
    assert token.encode() not in sealed
    with world.bluff.within():
        assert secrets_in(sealed, row.id)["access_token"] == token
        with pytest.raises(Shut):
            secrets_in(sealed, where.id)
    assert token not in entries_text(world.bluff)
    assert token not in repr(row.__dict__).replace(repr(row.sealed), "")


def test_what_comes_back_must_be_the_answer_to_what_was_asked(world: World) -> None:
    with mastodon() as server, world.bluff.within():
        where, person, session = site(world.bluff, server), world.bluff.as_("pio"), {}
        url = flow.start(person, where, server.base, ANSWER, session)
        given = server.approve(url)
        with pytest.raises(Refused, match="not the answer"):
            flow.finish(person, where, {**given, "state": "another"}, session)
        with pytest.raises(Refused, match="Nobody began"):
            flow.finish(person, where, given, session)
        assert not Connection.objects.exists()


def test_what_was_begun_belongs_to_one_person_one_account_and_a_quarter_of_an_hour(world: World) -> None:
    with mastodon() as server, world.bluff.within():
        where, person = site(world.bluff, server), world.bluff.as_("pio")
        other = site(world.bluff, server, "neighbor")
        for who, which, late in (("chief", where, 0), ("pio", other, 0), ("pio", where, 16 * 60)):
            session: dict[str, Any] = {}
            given = server.approve(flow.start(person, where, server.base, ANSWER, session))
            session[flow.KEPT]["at"] -= late
            with pytest.raises(Refused, match=r"Nobody began|quarter"):
                flow.finish(world.bluff.as_(who), which, given, session)
            assert session == {}
        assert not Connection.objects.exists()


def test_keys_of_another_account_are_not_taken(world: World) -> None:
    with mastodon() as server:
        where = site(world.bluff, server, "neighbor")
        with pytest.raises(Refused, match="These keys open police"):
            connect(world.bluff, where, server)
        with world.bluff.within():
            assert not Connection.objects.exists()


def test_an_account_that_people_post_to_by_hand_is_not_connected(world: World) -> None:
    where = drafts.site(world.bluff, "https://www.reddit.com/user/CedarBluffPD")
    with world.bluff.within(), pytest.raises(Refused, match="by hand"):
        flow.start(world.bluff.as_("pio"), where, "", ANSWER, {})
    with world.bluff.within():
        assert (lines.connected(where), flow.asks(where)) == ("", "none")


def test_the_secret_of_an_application_is_sealed(world: World) -> None:
    given = {"client_id": "app-1", "client_secret": "hidden-word"}
    with pytest.raises(Refused, match="may not enter"):
        acts.application(world.bluff.as_("officer"), "mastodon", "https://social.example", given)
    acts.application(world.bluff.as_("admin"), "mastodon", "https://social.example", given)
    with world.bluff.within():
        row = Application.objects.get()
        where = drafts.site(world.bluff, "https://social.example/@police")
        assert row.settings == {"client_id": "app-1"}
        assert b"hidden-word" not in bytes(row.sealed)
        assert flow.settings_for(where, "https://social.example") == {**given, "server": "https://social.example"}
    assert "hidden-word" not in entries_text(world.bluff)


def test_keys_that_end_soon_are_renewed_before_they_are_used(world: World) -> None:
    with mastodon() as server:
        server.seconds_given = 3600
        where = connected(world.bluff, server)
        with world.bluff.within():
            before = lines.line_of(where, timezone.now()).secrets
            after = lines.line_of(where, timezone.now() + timedelta(minutes=55)).secrets
            assert before["access_token"] != after["access_token"]
            assert before["refresh_token"] not in server.refreshes
            assert lines.line_of(where, timezone.now()).secrets == after


def test_who_waited_while_another_renewed_takes_those_keys(world: World) -> None:
    with mastodon() as server:
        server.seconds_given = 3600
        where = connected(world.bluff, server)
        with world.bluff.within():
            old = Connection.objects.select_related("site").get()
            fresh = lines.renewed(where, timezone.now())
            assert lines.renewed(where, timezone.now(), old).secrets == fresh.secrets
            assert server.count("POST /oauth/token") == 2


def test_the_end_is_foreseen_and_its_keepers_are_told_three_times(world: World) -> None:
    class Manual(Mastodon):
        def renew(self, settings: Any, line: Any) -> Any:
            raise acts.Refused("The platform renews nothing.")

    with mastodon(None, Manual()) as server:
        where = connected(world.bluff, server)
        end = timezone.localtime().replace(hour=20, minute=0) + 20 * DAY  # the next day has begun in UTC
        with world.bluff.within():
            with guard.lifted("an end"):
                Connection.objects.update(expires=end)
            told = [daily.connections_ending(end - days * DAY) for days in (19, 14, 13, 3, 2, 1)]
            assert told == [0, 1, 0, 1, 0, 1]
            ends = Notice.objects.filter(member=world.bluff.members["pio"], subject__contains=f"ends on {end.date()}")
            assert ends.count() == 3
            assert lines.connected(where) == ""


def test_daily_renewal_comes_before_the_end(world: World) -> None:
    with mastodon() as server:
        server.seconds_given = 13 * 86_400
        connected(world.bluff, server)
        with world.bluff.within():
            before = Connection.objects.get().renewed
            assert daily.connections_ending(timezone.now()) == 0
            assert Connection.objects.get().renewed > before


def test_void_keys_open_nothing_and_are_told_once(world: World) -> None:
    with mastodon() as server:
        where = connected(world.bluff, server)
        with world.bluff.within():
            for _once in range(2):
                lines.give_up(where, Expired('127.0.0.1 answered 401: "The access token is invalid"'))
            said = f"{where.name} does not take the desk's keys any more."
            assert lines.connected(where) == said
            with pytest.raises(Expired, match="does not take the desk's keys"):
                lines.line_of(where, timezone.now())
            (told,) = {one.body for one in Notice.objects.filter(subject__contains="connected anew")}
            assert told == f"{said} Nothing is published there until somebody connects it again."
            (card,) = [one for one in cards.cards(world.bluff.as_("pio")) if one.lines]
            assert [line.note for line in card.lines] == [said]
            kept = Payload.objects.get(department=world.bluff.department, act="connect.void")
            assert "The access token is invalid" in kept.body, "the platform's words stay on the record"
        connect(world.bluff, where, server)
        with world.bluff.within():
            assert lines.connected(where) == ""


def test_a_closed_connection_forgets_its_keys_and_begins_anew(world: World) -> None:
    with mastodon() as server:
        where = connected(world.bluff, server)
        with world.bluff.within():
            row = Connection.objects.get()
        with pytest.raises(Refused, match="may not connect"):
            acts.close(world.bluff.as_("officer"), row, "No")
        acts.close(world.bluff.as_("pio"), row, "We leave the server.")
        with world.bluff.within():
            closed = Connection.objects.get()
            assert (bytes(closed.sealed), closed.scopes) == (b"", [])
            assert lines.connected(where).startswith("Closed by Devon Hatcher.")
        with pytest.raises(Refused, match="closed already"):
            acts.close(world.bluff.as_("pio"), row, "Again")
        connect(world.bluff, where, server)
        with world.bluff.within():
            again = Connection.objects.get()
            assert (again.id, again.void) == (row.id, "")
            assert again.at > row.at


def test_keys_sealed_under_another_key_are_as_good_as_gone(world: World) -> None:
    with mastodon() as server:
        where = connected(world.bluff, server)
        with world.bluff.within():
            with guard.lifted("another desk"):
                Connection.objects.update(sealed=b"x" * 60)
            with pytest.raises(Expired, match="seal key"):
                lines.line_of(where, timezone.now())


def test_only_the_desk_itself_voids_and_renews(world: World) -> None:
    with mastodon() as server:
        connected(world.bluff, server)
        with world.bluff.within():
            row = Connection.objects.get()
            with pytest.raises(Refused):
                acts.void(world.bluff.as_("chief"), row, "No")
            acts.void(machine(), row, "Gone.")
            assert lines.connected(row.site) == "Gone."

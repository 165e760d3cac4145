"""The pages of connections and applications: keys go in, and never come out."""

from __future__ import annotations

import re
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.desk.cast import World, browser
from tests.desk.drafts import scene as drafts
from tests.desk.release.scene import acts, connect, go, mastodon, released, site
from tests.platforms.contract.bluesky import Bluesky
from tests.platforms.contract.server import serving

from postorders.desk.base import guard
from postorders.desk.base.person import machine
from postorders.desk.connect.acts import void
from postorders.desk.connect.models import Application, Connection
from postorders.desk.connect.seal import secrets_in

pytestmark = pytest.mark.both


def said(answer: Any) -> str:
    """The page's words, with white space folded."""
    return " ".join(answer.content.decode().split())


def keys(one: Any) -> str:
    return f"/desk/sites/{one.id}/connection/"


def test_an_account_is_connected_through_the_platforms_own_page(world: World) -> None:
    place = world.bluff
    with mastodon() as server:
        one = site(place, server)
        devon = browser(place, "pio")
        before = said(devon.get(keys(one)))
        assert "Not connected." in before and "publish, change and delete posts" in before
        went = devon.post(keys(one), {"do": "connect"}, follow=True)
        url = re.search(r'role="button" href="([^"]+)"', said(went))[1].replace("&amp;", "&")  # type: ignore[index]
        assert url.startswith(f"{server.base}/oauth/authorize") and "quarter of an hour" in said(went)
        came = devon.get("/desk/connect/answer", server.approve(url), follow=True)
    assert "Connected as police@" in said(came) and "Connect it again" in said(came)
    assert "they do not" in said(devon.get("/desk/posts/connections/"))
    with place.within():
        row = Connection.objects.get(site=one)
    for secret in secrets_in(bytes(row.sealed), row.id).values():
        assert len(secret) < 20 or secret not in said(came)
    again = devon.get("/desk/connect/answer", {"code": "x", "state": "y"})
    assert again.status_code == 403, "what was kept between the steps is used up"


def test_an_answer_to_another_question_connects_nothing(world: World) -> None:
    place = world.bluff
    with mastodon() as server:
        one = site(place, server)
        devon = browser(place, "pio")
        devon.post(keys(one), {"do": "connect"})
        came = devon.get("/desk/connect/answer", {"code": "stolen", "state": "guessed"}, follow=True)
    assert "not the answer to what was asked" in said(came)
    with place.within():
        assert not Connection.objects.exists()


def test_an_app_password_is_used_and_never_shown_again(world: World) -> None:
    place = world.bluff
    with serving(Bluesky()) as server:
        assert isinstance(server, Bluesky)
        account = server.join("cedarbluff.example")
        one = drafts.site(place, drafts.URLS["bluesky"])
        devon = browser(place, "pio")
        given = {"do": "connect", "handle": account.handle, "server": server.base}
        wrong = devon.post(keys(one), {**given, "password": "zzzz-zzzz-zzzz-zzzz"})
        assert wrong.status_code == 422 and "zzzz" not in said(wrong) and account.handle in said(wrong)
        unsafe = devon.post(keys(one), {**given, "server": "http://pds.example", "password": account.password})
        assert unsafe.status_code == 422 and "not the name of a server" in said(unsafe)
        done = said(devon.post(keys(one), {**given, "password": account.password}, follow=True))
    assert "Connected as cedarbluff.example" in done and account.password not in done


def test_a_connection_is_closed_with_a_reason_and_the_keys_are_gone(world: World) -> None:
    place = world.bluff
    with mastodon() as server:
        one = site(place, server)
        connect(place, one, server)
        devon = browser(place, "pio")
        assert "The keys are fresh." in said(devon.post(keys(one), {"do": "renew"}, follow=True))
        assert devon.post(keys(one), {"do": "close", "close-why": ""}).status_code == 422
        closed = said(devon.post(keys(one), {"do": "close", "close-why": "We move house"}, follow=True))
    assert "Closed by Devon Hatcher. We move house" in closed and "Renew the keys" not in closed
    with place.within():
        assert not Connection.objects.get(site=one).sealed


def test_keys_that_no_longer_work_are_told_on_the_first_page(world: World) -> None:
    place = world.bluff
    with mastodon() as server:
        one = site(place, server)
        row = connect(place, one, server)
        with place.within():
            void(machine(), row, "The platform ended the session.")
        home = said(browser(place, "pio").get("/desk/"))
        assert "Accounts to connect again" in home and "The platform ended the session." in home
        assert "The platform ended the session." in said(browser(place, "chief").get(keys(one)))
        assert "Accounts to connect again" not in said(browser(place, "reserve").get("/desk/"))


def test_keys_that_run_out_soon_are_told_before(world: World) -> None:
    place = world.bluff
    with mastodon() as server, lasting(server, 60):
        one = site(place, server)
        row = connect(place, one, server)
        with place.within(), guard.lifted("a test"):
            Connection.objects.filter(id=row.id).update(expires=timezone.now() + timedelta(days=5))
        assert f"{timezone.localtime() + timedelta(days=5):%Y-%m-%d}" in said(browser(place, "pio").get(keys(one)))


@contextmanager
def lasting(server: Any, days: int) -> Any:
    """A server whose keys run out."""
    server.seconds_given = days * 86_400
    yield


def test_a_platform_of_people_offers_no_connection(world: World) -> None:
    one = drafts.site(world.bluff, "https://local.nixle.com/cedar-bluff-police-department")
    shown = said(browser(world.bluff, "pio").get(keys(one)))
    assert "People post there by hand." in shown and 'value="connect"' not in shown


def test_only_who_keeps_an_account_opens_its_connection(world: World) -> None:
    one = drafts.site(world.bluff)
    for who, status in (("officer", 403), ("admin", 200), ("chief", 200)):
        assert browser(world.bluff, who).get(keys(one)).status_code == status
    assert browser(world.bluff, "admin").post(keys(one), {"do": "connect"}).status_code == 403
    assert browser(world.osage, "chief").get(keys(one)).status_code == 404
    assert one.name not in said(browser(world.bluff, "officer").get("/desk/posts/connections/"))
    assert one.name not in said(browser(world.osage, "media").get("/desk/posts/connections/"))


def test_an_application_is_entered_sealed_and_not_shown_again(world: World) -> None:
    place, path = world.bluff, "/desk/posts/applications/"
    wendell = browser(place, "admin")
    given = {"platform": "x", "client_id": "id-7F3A", "client_secret": "secret-91C4"}
    half = wendell.post(path, {**given, "client_secret": ""})
    assert half.status_code == 422 and "id-7F3A" not in said(half)
    done = said(wendell.post(path, given, follow=True))
    assert "Kept, sealed." in done and "Wendell Oyelaran" in done and "/desk/connect/answer" in done
    assert "id-7F3A" not in done and "secret-91C4" not in done
    with place.within():
        row = Application.objects.get()
        assert b"secret-91C4" not in bytes(row.sealed) and "client_secret" not in row.settings
        assert secrets_in(bytes(row.sealed), row.id) == {"client_secret": "secret-91C4"}
    assert browser(place, "officer").get(path).status_code == 403
    assert "None is entered yet." in said(browser(world.osage, "admin").get(path))


def test_who_connects_an_account_anew_is_led_to_the_post_that_failed_meanwhile(world: World) -> None:
    place = world.bluff
    with mastodon() as server:
        one = site(place, server)
        connect(place, one, server)
        (row,) = released(place, one)
        server.tokens.clear()
        go(place, row)
        devon = browser(place, "pio")
        broken = said(devon.get(keys(one)))
        assert "does not take the desk&#x27;s keys any more" in broken and "failed meanwhile" not in broken
        connect(place, one, server)
        assert "One post failed meanwhile:" in said(devon.get(keys(one)))
        assert f'href="/desk/posts/releases/{row.id}/"' in said(devon.get(keys(one)))
        acts.retry(place.as_("pio"), row)
        assert "failed meanwhile" not in said(devon.get(keys(one)))

"""What no page can take is turned away at the door, with a word on how to mend it."""

from __future__ import annotations

import io

import pytest
from django.test import Client
from tests.desk.cast import World, browser

from postorders.desk.base.limits import MOST

pytestmark = pytest.mark.both


@pytest.mark.parametrize(
    "address", ["/desk/people/?find=%00", "/desk/permissions/a%00b/", "/d/cedar-bluff/policy/?on=%00"]
)
def test_an_address_with_a_character_that_is_none_is_a_bad_request(world: World, address: str) -> None:
    answer = browser(world.bluff, "chief").get(address)
    assert answer.status_code == 400 and b"Mend the address" in answer.content


def test_so_is_a_cookie(world: World) -> None:
    client = Client()
    client.cookies["sessionid"] = "abcdefgh\0abcdefgh"
    assert client.get("/").status_code == 400


@pytest.mark.parametrize("length", [str(MOST + 1), "9" * 30, "-1", "many"])
def test_more_than_any_form_takes_is_not_even_read(world: World, length: str) -> None:
    class Unread(io.BytesIO):
        def read(self, *given: object) -> bytes:
            raise AssertionError("It was read.")

    given = {"CONTENT_LENGTH": length, "wsgi.input": Unread(), "CONTENT_TYPE": "multipart/form-data; boundary=x"}
    answer = Client().generic("POST", "/sign-in/login/", **given)
    assert answer.status_code == 413 and b"25 MB" in answer.content


def test_what_is_turned_away_still_carries_the_headers_of_every_page(world: World) -> None:
    assert "default-src 'none'" in Client().get("/?x=%00").headers["Content-Security-Policy"]

"""The browser that other tests take from the cast is one of a person who truly may go on."""

from __future__ import annotations

import pytest
from tests.desk.cast import World, browser

pytestmark = [pytest.mark.both, pytest.mark.django_db]


def test_a_chief_of_the_cast_is_let_in_with_second_factors_on(world: World) -> None:
    answer = browser(world.bluff, "chief").get("/account/")
    assert answer.status_code == 200
    assert answer.wsgi_request.person.signed_in_anew

"""Two people decide the same request in the same moment: one decision counts, the other is told so."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection
from tests.desk.cast import World
from tests.desk.permissions import scene

from postorders.desk.base.act import Refused
from postorders.desk.permissions import acts
from postorders.desk.permissions.models import Decision, Grant, Request

pytestmark = [pytest.mark.both, pytest.mark.django_db(transaction=True)]


def at_once(*steps: Any) -> list[str]:
    """Does the steps in threads that start together; what each ended with, in order of the steps."""
    start, ends = threading.Barrier(len(steps)), [""] * len(steps)

    def run(index: int, step: Any) -> None:
        start.wait()
        try:
            step()
            ends[index] = "done"
        except Refused as refused:
            ends[index] = str(refused)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(steps)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ends


def test_of_two_deciders_the_second_learns_that_it_is_decided(world: World) -> None:
    place = world.bluff
    scene.delegate(place, "chief", "lieutenant")
    asked = scene.ask(place, "logo-use")
    chief, lieutenant, before = place.as_("chief"), place.as_("lieutenant"), scene.entries(place)
    ends = at_once(
        lambda: acts.grant(chief, asked, scene.terms()), lambda: acts.refuse(lieutenant, asked, "Not this year")
    )
    over = {"granted": "It is granted already.", "refused": "It is refused already."}[scene.state(asked)]
    assert sorted(ends) == sorted(["done", f"{over} Open it again to see where it stands."])
    assert scene.entries(place) == before + 1
    with place.within():
        assert Decision.objects.count() == 1
        assert Grant.objects.count() == (scene.state(asked) == "granted")


def test_two_who_ask_at_once_get_two_numbers(world: World) -> None:
    place = world.bluff
    officer, reserve, kind = place.as_("officer"), place.as_("reserve"), scene.kinds(place)["logo-use"]
    at_once(*(lambda who=who: acts.ask(who, "logo-use", scene.wish(kind)) for who in (officer, reserve) * 3))
    with place.within():
        numbers = list(Request.objects.values_list("number", flat=True))
    assert sorted(number[-5:] for number in numbers) == [f"0000{n}" for n in range(1, 7)]

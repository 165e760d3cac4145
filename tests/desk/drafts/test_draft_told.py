"""Who is told of a draft, with the way to it; and the first page, which asks the database once."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.desk.cast import World, browser
from tests.desk.drafts import scene
from tests.desk.drafts.scene import ROAD, begun
from tests.desk.drafts.visits import at

from postorders.desk.drafts import acts, cards
from postorders.desk.jobs.models import Notice

pytestmark = pytest.mark.both
VERMIN = "The vermin who broke into the storage units are locked up."


def test_each_notice_leads_to_the_page_of_its_draft(world: World) -> None:
    place = world.bluff
    draft = begun(place, VERMIN)
    acts.override(place.as_("pio"), draft, "8.03.D.3#1", "dehumanizing", "They are raccoons")
    acts.ask_approval(place.as_("pio"), draft)
    acts.send_back(place.as_("chief"), draft, "Name the street.")
    with place.within():
        told = {(one.subject, one.link) for one in Notice.objects.filter(subject__iregex="draft")}
    assert told == {
        ("Devon Hatcher called a flag under 8.03.D.3#1 on an own draft mistaken", at(draft)),
        ("A draft waits for approval: 1", at(draft)),
        ("Draft 1 was sent back", at(draft)),
    }
    assert browser(place, "chief").get(at(draft)).status_code == 200


def test_the_cards_say_what_waits_and_ask_the_database_once(world: World) -> None:
    place = world.bluff
    site = scene.site(place)
    for number in range(7):
        draft = begun(place, f"{ROAD} {number}", site)
        acts.ask_approval(place.as_("pio"), draft)
    acts.send_back(place.as_("chief"), draft, "Name the street.")
    found = {}
    for who in ("chief", "pio", "officer"):
        with place.within():
            person = place.as_(who)
            with CaptureQueriesContext(connection) as asked:
                every = list(cards.cards(person))
        assert len(asked) == 1
        own = [str(line.note) for card in every if str(card.title) == "Your drafts" for line in card.lines]
        assert not any(person.name in note for note in own), "nobody needs their own name"
        found[who] = {str(card.title): [str(line.text) for line in card.lines] for card in every if card.lines}
    oldest = ["Draft 1", "Draft 2", "Draft 3", "Draft 4", "Draft 5"]
    newest = ["Draft 6", "Draft 5", "Draft 4", "Draft 3", "Draft 2"]
    assert found == {
        "chief": {"Posts that wait for approval": oldest},
        "pio": {"Sent back to you": ["Draft 7"], "Your drafts": newest},
        "officer": {},
    }

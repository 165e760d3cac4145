"""Connecting an Instagram professional account through the Facebook Page that it belongs to."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from tests.platforms.contract.graph import GraphContract
from tests.platforms.contract.graphkeys import DAY, IG, OTHER, PAGE
from tests.platforms.contract.graphline import connected, joined, settings
from tests.platforms.contract.server import serving

from postorders.platforms.instagram.publish import PUBLISHER, SCOPES
from postorders.platforms.publisher import Line
from postorders.platforms.wire import Expired, Refused, Several


@pytest.fixture
def graph() -> Iterator[GraphContract]:
    with serving(GraphContract()) as contract:
        yield contract


def test_connecting_gives_the_instagram_account_of_the_page(graph: GraphContract) -> None:
    opened = connected(PUBLISHER, graph)
    assert (opened.handle, opened.id, opened.secrets["page"]) == ("fultongrovepd", IG, PAGE)
    assert set(SCOPES) <= set(opened.scopes) and opened.expires > datetime.now(UTC).isoformat()


def test_a_page_without_an_instagram_account_is_told_how_to_link_one(graph: GraphContract) -> None:
    graph.share = [OTHER]
    with pytest.raises(Refused, match="Link one"):
        connected(PUBLISHER, graph)
    graph.share = []
    with pytest.raises(Refused, match="No Instagram account was shared"):
        connected(PUBLISHER, graph)


def test_of_several_pages_the_one_with_an_account_is_meant(graph: GraphContract) -> None:
    graph.share = [OTHER, PAGE]
    assert connected(PUBLISHER, graph).id == IG


def test_a_permission_that_was_not_given_is_named(graph: GraphContract) -> None:
    graph.allow = [scope for scope in SCOPES if scope != "instagram_content_publish"]
    with pytest.raises(Expired, match="instagram_content_publish"):
        connected(PUBLISHER, graph)


def test_renewing_keeps_the_address_of_the_pictures_and_the_account(graph: GraphContract) -> None:
    line = joined(PUBLISHER, graph, {"media_base": "https://desk.example/media"})
    graph.shift = 40 * DAY
    opened = PUBLISHER.renew(settings(graph), line)
    assert opened.secrets["media_base"] == line.secrets["media_base"] and opened.id == IG
    with pytest.raises(Expired, match="another Instagram account"):
        PUBLISHER.renew(settings(graph), Line("x", graph.base, {**line.secrets, "ig": "17841400000000009"}))


def test_the_account_says_who_it_is(graph: GraphContract) -> None:
    profile = PUBLISHER.profile(joined(PUBLISHER, graph))
    assert (profile.handle, profile.id) == ("fultongrovepd", IG) and set(SCOPES) <= set(profile.scopes)


def test_of_several_accounts_the_one_that_is_wanted_is_opened_to_the_letter(graph: GraphContract) -> None:
    other = "17841400000000002"
    graph.share, graph.linked[OTHER] = [OTHER, PAGE], other
    graph.shown[other] = ("Fulton Grove Parks", "fulton.grovepd")
    assert connected(PUBLISHER, graph, account="fultongrovepd").id == IG
    assert connected(PUBLISHER, graph, account="fulton.grovepd").id == other
    with pytest.raises(Several) as several:
        connected(PUBLISHER, graph, account="fultongrovefire")
    assert [number for number, _name in several.value.choices] == [other, IG]

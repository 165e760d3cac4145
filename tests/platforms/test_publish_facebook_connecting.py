"""Connecting a Facebook Page through Facebook Login: state, permissions, the choice of a Page, keys that last."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from tests.platforms.contract.graph import GraphContract
from tests.platforms.contract.graphkeys import APP_SECRET, BACK, DAY, OTHER, PAGE, V
from tests.platforms.contract.graphline import came_back, connected, joined, settings
from tests.platforms.contract.server import serving

from postorders.platforms.facebook.publish import PUBLISHER, SCOPES
from postorders.platforms.publisher import Line
from postorders.platforms.wire import Expired, Refused, Several


@pytest.fixture
def graph() -> Iterator[GraphContract]:
    with serving(GraphContract()) as contract:
        yield contract


@pytest.fixture
def line(graph: GraphContract) -> Line:
    return joined(PUBLISHER, graph)


def test_connecting_gives_the_page_its_own_key_and_says_who_it_is(graph: GraphContract) -> None:
    opened = connected(PUBLISHER, graph)
    assert (opened.handle, opened.id, opened.name) == ("FultonGrovePD", PAGE, "Fulton Grove Police")
    assert set(SCOPES) <= set(opened.scopes)
    assert graph.tokens[opened.secrets["token"]]["kind"] == "page"
    left = datetime.fromisoformat(opened.expires) - datetime.now(UTC)
    assert timedelta(days=59) < left <= timedelta(days=60)


def test_the_application_s_secret_is_neither_kept_nor_put_into_an_address(graph: GraphContract) -> None:
    opened = connected(PUBLISHER, graph)
    assert APP_SECRET not in opened.secrets.values() and opened.secrets["token"] not in repr(opened)
    assert all(APP_SECRET not in str(one.query) and "access_token" not in one.query for one in graph.asked)


def test_an_answer_with_another_state_is_refused_and_asks_the_platform_nothing(graph: GraphContract) -> None:
    asking = PUBLISHER.connect(settings(graph), BACK)
    given = came_back(asking.url)
    for state in ("", "x", "\ud800", given["state"][:-1]):
        with pytest.raises(Refused):
            PUBLISHER.finish(settings(graph), asking.keep, {**given, "state": state})
    with pytest.raises(Refused):
        PUBLISHER.finish(settings(graph), {}, {**given, "state": ""})
    assert graph.count(f"POST {V}/oauth/access_token") == 0


def test_a_person_who_says_no_is_no_error_of_ours(graph: GraphContract) -> None:
    graph.allow = []
    with pytest.raises(Refused, match="was not allowed"):
        connected(PUBLISHER, graph)


def test_a_permission_that_was_not_given_is_named(graph: GraphContract) -> None:
    graph.allow = ["pages_show_list", "pages_read_engagement"]
    with pytest.raises(Expired, match="pages_manage_posts"):
        connected(PUBLISHER, graph)


def test_of_several_pages_the_one_that_is_wanted_is_opened(graph: GraphContract) -> None:
    graph.share = [PAGE, OTHER]
    for wanted, page in (
        (OTHER, OTHER),
        ("fultongrovepd", PAGE),
        ("@Fulton.Grove.PD", PAGE),
        ("fultongroveparks", OTHER),
    ):
        assert connected(PUBLISHER, graph, account=wanted).id == page


@pytest.mark.parametrize("wanted", ["", "jefferson.example", "100064000000009"])
def test_of_several_pages_without_the_one_that_is_wanted_somebody_must_choose(
    graph: GraphContract, wanted: str
) -> None:
    graph.share = [PAGE, OTHER]
    with pytest.raises(Several, match=r"Fulton Grove Police .*Fulton Grove Parks") as several:
        connected(PUBLISHER, graph, account=wanted)
    assert several.value.choices == ((PAGE, "Fulton Grove Police"), (OTHER, "Fulton Grove Parks"))


def test_a_page_without_a_name_is_known_by_the_number_in_its_address(graph: GraphContract) -> None:
    graph.shown[PAGE] = ("Fulton Grove Police", "")
    graph.numbers[PAGE] = "61550000000017"
    graph.share = [OTHER, PAGE]
    opened = connected(PUBLISHER, graph, account="61550000000017")
    assert (opened.handle, opened.id) == ("61550000000017", PAGE)
    assert PUBLISHER.profile(Line("", graph.base, opened.secrets)).handle == "61550000000017"


def test_the_only_page_is_not_taken_for_a_number_that_it_does_not_have(graph: GraphContract) -> None:
    assert connected(PUBLISHER, graph, account="another.name").id == PAGE, (
        "who asked sees by its name that it is another"
    )
    with pytest.raises(Several, match="not certain"):
        connected(PUBLISHER, graph, account="61550000000017")


def test_no_page_and_no_right_to_post_are_told(graph: GraphContract) -> None:
    graph.tasks = ["ANALYZE"]
    with pytest.raises(Expired, match="may not create content"):
        connected(PUBLISHER, graph)
    graph.share = []
    with pytest.raises(Refused, match="No Facebook account was shared"):
        connected(PUBLISHER, graph)


def test_a_code_serves_once_and_its_refusal_repeats_no_secret(graph: GraphContract) -> None:
    asking = PUBLISHER.connect(settings(graph), BACK)
    given = came_back(asking.url)
    PUBLISHER.finish(settings(graph), asking.keep, given)
    with pytest.raises(Refused) as again:
        PUBLISHER.finish(settings(graph), asking.keep, given)
    wrong = {**settings(graph), "client_secret": "another-secret-9876"}
    with pytest.raises(Refused) as refused:
        PUBLISHER.finish(wrong, asking.keep, given)
    assert given["code"] not in again.value.told and "another-secret" not in refused.value.told


def test_without_an_application_the_setting_is_named() -> None:
    with pytest.raises(Refused, match="client_id"):
        PUBLISHER.connect({}, BACK)


def test_the_platform_s_own_dialog_is_asked_by_default_and_a_configuration_names_the_scopes() -> None:
    asking = PUBLISHER.connect({"client_id": "1", "client_secret": "2", "config_id": "77"}, BACK)
    assert asking.url.startswith("https://www.facebook.com/v25.0/dialog/oauth?")
    assert "config_id=77" in asking.url and "scope=" not in asking.url
    assert asking.keep["state"] not in repr(asking)[: repr(asking).index("url")]


def test_renewing_keeps_the_page_and_what_else_was_sealed(graph: GraphContract) -> None:
    line = joined(PUBLISHER, graph, {"other": "stays"})
    graph.shift = 50 * DAY
    opened = PUBLISHER.renew(settings(graph), line)
    assert opened.id == PAGE and opened.secrets["other"] == "stays"
    assert opened.secrets["user"] != line.secrets["user"]


def test_renewing_too_late_or_without_the_page_asks_to_connect(graph: GraphContract, line: Line) -> None:
    graph.share = [OTHER]
    with pytest.raises(Expired, match="no longer shared"):
        PUBLISHER.renew(settings(graph), line)
    graph.shift = 61 * DAY
    with pytest.raises(Expired) as late:
        PUBLISHER.renew(settings(graph), line)
    assert line.secrets["user"] not in late.value.told


def test_the_page_says_who_it_is_even_when_the_person_s_key_ran_out(graph: GraphContract, line: Line) -> None:
    assert set(SCOPES) <= set(PUBLISHER.profile(line).scopes)
    graph.shift = 61 * DAY
    assert PUBLISHER.profile(line).handle == "FultonGrovePD" and PUBLISHER.profile(line).scopes == ()

"""Who could be taken for a known account, and who is merely a neighbor."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postorders.platforms.address import address
from postorders.platforms.likeness import ORDER, Alike, Likeness
from postorders.platforms.skeleton import skeleton

KNOWN = {
    "https://www.facebook.com/FultonGrovePD": "Fulton Grove Police Department",
    "https://x.com/FultonGrovePD": "Fulton Grove Police Department",
    "https://x.com/springfieldpd": "Springfield Police",
    "https://x.com/KansasRiverPD": "Kansas River Police",
    "https://www.facebook.com/MillbrookPD.MO": "Millbrook Police",
    "https://www.instagram.com/ward12": "",
    "https://x.com/northfieldpd": "",
    "https://www.fultongrove.gov/police": "City of Fulton Grove: Police",
    "https://www.facebook.com/profile.php?id=100064800000017": "Fulton Grove K-9",
    "https://x.com/leepd": "",
}


def index() -> Likeness:
    return Likeness((found.key, found.handle, name) for url, name in KNOWN.items() for found in [address(url)])


def reasons(url: str, name: str = "") -> dict[str, str]:
    return {one.key: one.why for one in index().near(address(url), name)}


@pytest.mark.parametrize(
    ("url", "key", "why"),
    [
        ("facebook.com/fulton.grove.pd/about", "facebook:fultongrovepd", "same-account"),
        ("instagram.com/fultongrovepd", "facebook:fultongrovepd", "same-name-elsewhere"),
        ("@FultonGrovePD@civic.example", "facebook:fultongrovepd", "same-name-elsewhere"),
        ("fultongrovepd.bsky.social", "x:fultongrovepd", "same-name-elsewhere"),
        ("instagram.com/fulton_grove_pd", "x:fultongrovepd", "same-name-elsewhere"),
        ("nextdoor.com/agency-detail/mo/fulton-grove/fulton-grove-pd", "x:fultongrovepd", "same-name-elsewhere"),
        ("facebook.com/groups/fultongrovepd", "facebook:fultongrovepd", "other-form"),
        ("fultongrove.com", "website:fultongrove.gov/police", "other-form"),
        ("facebook.com/fu1tongrovepd", "facebook:fultongrovepd", "confusable"),
        ("x.com/FultonGr0vePD", "x:fultongrovepd", "confusable"),
        ("x.com/FuItonGrovePD", "x:fultongrovepd", "confusable"),
        ("youtube.com/@fultоngrovepd", "x:fultongrovepd", "confusable"),
        ("fu1tongrove.gov", "website:fultongrove.gov/police", "confusable"),
        ("fultоngrove.gov", "website:fultongrove.gov/police", "confusable"),
        ("facebook.com/FultonGrovePD.official", "facebook:fultongrovepd", "contains"),
        ("facebook.com/realfultongrovepd", "facebook:fultongrovepd", "contains"),
        ("facebook.com/fultongrovepd2024", "facebook:fultongrovepd", "contains"),
        ("facebook.com/fultongrovepdmo", "facebook:fultongrovepd", "contains"),
        ("instagram.com/fultongrovepd_mo", "facebook:fultongrovepd", "contains"),
        ("instagram.com/x_fultongrovepd", "facebook:fultongrovepd", "contains"),
        ("facebook.com/fultongrovepolice", "facebook:fultongrovepd", "contains"),
        ("facebook.com/fultongrovepdk9", "facebook:fultongrovepd", "contains"),
        ("facebook.com/millbrookpdmo.page", "facebook:millbrookpdmo", "contains"),
        ("facebook.com/fultongrovpd", "facebook:fultongrovepd", "near"),
        ("facebook.com/futlongrovepd", "facebook:fultongrovepd", "near"),
        ("x.com/springfeildpd", "x:springfieldpd", "near"),
    ],
)
def test_an_impostor_is_found_with_the_reason(url: str, key: str, why: str) -> None:
    assert reasons(url).get(key) == why


@pytest.mark.parametrize(
    "url",
    [
        *("x.com/springfieldfd", "x.com/springfieldso", "x.com/springfield", "x.com/springfieldema"),
        *("facebook.com/millbrookpd.il", "facebook.com/millbrookpd.ks", "x.com/arkansasriverpd"),
        *("instagram.com/ward13", "x.com/southfieldpd", "instagram.com/NorthSpringfieldPD", "x.com/lespd"),
        *("https://www.fultongrove.gov/parks", "facebook.com/profile.php?id=100064800000018", "x.com/police"),
        *("x.com/somebodyelse", "x.com/a", "youtube.com/channel/UCfultonGrovePolice_-001"),
    ],
)
def test_an_innocent_neighbor_is_let_alone(url: str) -> None:
    known = {key: why for key, why in reasons(url).items() if key != "website:fultongrove.gov/police"}
    assert known == {}


def test_a_website_s_other_pages_are_not_held_against_it() -> None:
    assert "website:fultongrove.gov/police" not in reasons("https://fultongrove.gov/fire")


def test_the_same_displayed_name_is_told_whatever_the_handle() -> None:
    found = reasons("https://www.facebook.com/profile.php?id=100064899999999", "FULTON GROVE Police Department")
    assert found == {"facebook:fultongrovepd": "same-display-name", "x:fultongrovepd": "same-display-name"}


def test_the_surest_reason_comes_first_and_each_account_once() -> None:
    found = index().near(address("x.com/fultongrovepd"), "Fulton Grove Police Department")
    assert found[0] == Alike("x:fultongrovepd", "same-account", 0)
    assert [one.key for one in found].count("x:fultongrovepd") == 1
    assert [ORDER.index(one.why) for one in found] == sorted(ORDER.index(one.why) for one in found)


def test_a_bare_handle_can_be_asked_about() -> None:
    assert [(one.key, one.why) for one in index().near("Fulton-Grove-PD")] == [
        ("facebook:fultongrovepd", "same-name-elsewhere"),
        ("x:fultongrovepd", "same-name-elsewhere"),
    ]


def test_no_more_are_told_than_asked_for() -> None:
    assert len(index().near("fultongrovepd", limit=1)) == 1


def test_a_row_that_is_added_is_found_and_one_that_is_removed_is_not() -> None:
    known = index()
    new = address("x.com/HollowayPD")
    known.add(new.key, new.handle, "Holloway Police")
    assert [one.key for one in known.near("h0llowaypd")] == ["x:hollowaypd"]
    assert [one.key for one in known.near("holowaypd")] == ["x:hollowaypd"]
    known.remove(new.key)
    assert known.near("h0llowaypd") == known.near("holowaypd") == known.near("", "Holloway Police") == []
    assert new.key not in known


def test_a_row_that_is_added_again_takes_the_place_of_the_first() -> None:
    known = Likeness([("x:id:1", "1", "Holloway Police"), ("x:id:1", "1", "Holloway Fire")])
    assert len(known) == 1
    assert known.near("", "Holloway Police") == []


def test_an_index_that_was_changed_answers_like_one_that_was_built() -> None:
    changed = Likeness(("x:" + name, name, "") for name in ("millbrookpd", "millbr0okpd", "holloway", "milbrookpd"))
    changed.remove("x:millbr0okpd")
    changed.remove("x:holloway")
    built = Likeness(("x:" + name, name, "") for name in ("millbrookpd", "milbrookpd"))
    for asked in ("millbrookpd", "hollowax", "millbrokpd", "milbrook"):
        assert changed.near(asked) == built.near(asked)


def test_each_reason_is_told_in_words() -> None:
    told = {Alike("x:fgpd", why, 0).says for why in ORDER}
    assert len(told) == len(ORDER)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *(("Fulton.Grove_PD", "fultongrovepd"), ("0akwood", "oakwood"), ("hi11", "hill"), ("1ake5ide", "lakeside")),
        *(("fernwood", "femwood"), ("lavvton", "lawton"), ("Оakwооd", "oakwood"), ("ΟΑΚ", "oak"), ("ｏａｋ", "oak")),
        *(("óakwöod", "oakwood"), ("оаk", "oak"), ("İron", "iron"), ("ɪron", "iron")),
    ],
)
def test_handles_that_look_the_same_have_one_skeleton(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(("one", "other"), [("oakwood", "oakwoods"), ("ward2", "ward3"), ("lee", "leo")])
def test_handles_that_look_different_have_two(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)


@given(st.text(max_size=40))
def test_the_skeleton_of_a_skeleton_is_itself(text: str) -> None:
    assert skeleton(skeleton(text)) == skeleton(text)


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_handle_and_name_can_be_asked_about_and_taken_in(handle: str, name: str) -> None:
    known = index()
    known.near(handle, name)
    known.add("x:new", handle, name)
    found = {one.key for one in known.near(handle, name)}
    assert ("x:new" in found) == bool(skeleton(handle) or skeleton(name))
    known.remove("x:new")
    assert "x:new" not in {one.key for one in known.near(handle, name)}

"""A platform is a folder of data: nothing lists it, and what it says of itself holds together."""

import re
from pathlib import Path

import pytest

from postorders import platforms as home
from postorders.errors import InputError
from postorders.platforms.address import address
from postorders.platforms.library import platform, platforms
from postorders.platforms.platform import Platform
from postorders.words import _

EACH = pytest.mark.parametrize("one", platforms().values(), ids=list(platforms()))


def test_every_folder_with_a_platform_is_found_under_its_own_name() -> None:
    folders = sorted(path.parent.name for path in Path(home.__path__[0]).glob("*/platform.py"))
    assert list(platforms()) == folders
    assert all(one.id == name for name, one in platforms().items())


def test_a_new_folder_is_all_that_a_new_platform_needs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "shoutbox"
    folder.mkdir()
    (folder / "__init__.py").write_text('"""Shoutbox."""\n')
    (folder / "platform.py").write_text(
        "from postorders.platforms.platform import Platform\n"
        'PLATFORM = Platform(id="shoutbox", label="Shoutbox", host="shoutbox.example")\n'
    )
    monkeypatch.setattr(home, "__path__", [*home.__path__, str(tmp_path)])
    assert "shoutbox" in platforms.__wrapped__()


@EACH
def test_no_two_platforms_claim_a_host(one: Platform) -> None:
    hosts = {one.host, *one.hosts, *one.shorts} - {""}
    for other in platforms().values():
        assert other is one or not hosts & {other.host, *other.hosts, *other.shorts}


@EACH
def test_each_way_leads_to_a_known_kind_and_each_form_is_a_pattern(one: Platform) -> None:
    assert {way.kind for way in one.ways} == set(one.kinds)
    for kind in one.kinds.values():
        re.compile(kind.form)
        assert kind.url.startswith("https://") and "{handle}" in kind.url


@EACH
def test_what_is_matched_is_lower_case_and_what_is_told_is_a_sentence(one: Platform) -> None:
    assert all(phrase == phrase.lower() for phrase in one.walls)
    assert all(segment == segment.lower() for segment in one.reserved)
    assert one.by_hand
    assert all(_(told).endswith(".") for told in one.by_hand)
    assert all(limit > 0 for limit in one.limits.values())


@EACH
def test_the_front_page_of_a_platform_is_no_account(one: Platform) -> None:
    if one.host:
        with pytest.raises(InputError):
            address(f"https://{one.host}/")


@pytest.mark.parametrize("name", ["x", "X", "Twitter", " twitter "])
def test_a_platform_is_found_by_id_label_and_former_name(name: str) -> None:
    assert platform(name).id == "x"


def test_an_unknown_platform_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(InputError) as refused:
        platform("facebok")
    assert str(refused.value).startswith('There is no platform "facebok". Did you mean "facebook"? Use bluesky, ')

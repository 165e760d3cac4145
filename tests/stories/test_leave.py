"""Leave to show the patch on a memorial page: asked for, decided by whom the policy names, and ended."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.desk.server import Desk
from tests.stories.people import Office

PURPOSE = "The patch in a picture on the memorial page for Officer Dunmore, this month"


@pytest.fixture
def office(live_desk: Desk, browser: Browser, axe: Callable[[Page], None], shot: Callable[[Page, str], None]) -> Office:
    return Office(live_desk, browser, axe, shot)


def flags(said: dict[str, list[dict[str, str]]]) -> set[str]:
    return {flag["clause"] for flag in said["flags"]}


def test_a_chief_names_a_lieutenant_who_grants_and_revokes(office: Office) -> None:
    officer = office.comes("cole@cedar-bluff.example")
    assert "8.04.H" in flags(before := office.checks(officer))
    assert before["outcome"] == "ask"

    chief = office.comes("adaeze@cedar-bluff.example", factor=True)
    office.go(chief, "/desk/delegations/", "delegations")
    office.go(chief, "/desk/delegations/new/?find=Tran")
    chief.get_by_role("link", name="Marisol Tran").click()
    office.look(chief, "designate")
    chief.get_by_label("Reason").fill("While I am at the academy")
    chief.get_by_role("button", name="Name").last.click()
    expect(chief.get_by_role("main")).to_contain_text("Marisol Tran")

    number = office.asks(officer, "logo-use", PURPOSE)
    lieutenant = office.comes("marisol@cedar-bluff.example", factor=True)
    office.go(lieutenant, "/desk/inbox/", "inbox")
    lieutenant.get_by_role("link", name=number).first.click()
    office.look(lieutenant, "decide")
    expect(lieutenant.get_by_text("You decide as the designee of Adaeze Whitlow")).to_be_visible()
    lieutenant.get_by_label("Conditions").fill("This page only")
    lieutenant.get_by_role("button", name="Grant", exact=True).click()
    office.go(lieutenant, f"/desk/permissions/{number}/paper/", "paper")
    expect(lieutenant.get_by_role("main")).to_contain_text("Adaeze Whitlow")

    after = office.checks(officer)
    assert after["outcome"] == "clear"
    assert "8.04.H" in {one["clause"] for one in after["lifted"]}
    office.go(officer, "/desk/permissions/", "mine")

    office.go(chief, f"/desk/permissions/{number}/revoke/")
    chief.get_by_label("reason", exact=False).first.fill("The page was taken down")
    chief.get_by_role("button", name="Revoke").click()
    assert office.checks(officer)["outcome"] == "ask"

    office.go(chief, "/desk/ledger/", "ledger")
    told = chief.get_by_role("main").inner_text()
    for words in (f"granted the request {number}", f"revoked the permission {number}", "named Marisol Tran"):
        assert words in told


def test_the_chain_of_command_decides_level_by_level(office: Office) -> None:
    officer = office.comes("lena@osage-crossing.example")
    before = office.checks(officer)
    assert "IV.C.1.f" in flags(before)
    assert before["outcome"] == "ask"
    number = office.asks(officer, "logo-use", PURPOSE)

    for email in ("garrett@osage-crossing.example", "imani@osage-crossing.example"):
        above = office.comes(email, factor=True)
        office.go(above, f"/desk/permissions/{number}/decide/", "chain")
        above.get_by_label("Reasons").last.fill("I recommend it: a memorial of our own")
        above.get_by_role("button", name="Pass up with this recommendation").click()
        assert office.checks(officer)["outcome"] == "ask"

    bureau = office.comes("tobias@osage-crossing.example", factor=True)
    office.go(bureau, f"/desk/permissions/{number}/decide/")
    expect(bureau.get_by_role("main")).to_contain_text("a memorial of our own")
    bureau.get_by_role("button", name="Grant", exact=True).click()
    after = office.checks(officer)
    assert after["outcome"] == "clear"
    assert "IV.C.1.f" in {one["clause"] for one in after["lifted"]}

    office.go(officer, f"/desk/permissions/{number}/give-up/")
    officer.get_by_role("main").get_by_role("button").click()
    assert office.checks(officer)["outcome"] == "ask"

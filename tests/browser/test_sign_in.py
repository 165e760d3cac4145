"""Signing in, in a browser: with a passkey that a virtual authenticator holds, and with an app's codes."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from tests.desk.server import Desk, live_desk
from tests.desk.signin.codes import code

__all__ = ["live_desk"]
WIDTHS = (1280, 360)


def authenticator(page: Page) -> None:
    """A phone that holds passkeys and says yes."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def sign_in(page: Page, desk: Desk, email: str) -> None:
    page.goto(f"{desk.url}/sign-in/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(desk.password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()


def see(page: Page, name: str, axe: Callable[[Page], None], shot: Callable[[Page, str], None]) -> None:
    """Nothing is wrong with the page for people who cannot see it, wide or on a phone, and it does not scroll aside."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        axe(page)
        shot(page, f"sign-in-{name}-{width}")
    page.set_viewport_size({"width": 1280, "height": 900})


def test_a_chief_sets_up_a_passkey_and_signs_in_with_it_alone(
    live_desk: Desk, page: Page, axe: Callable[[Page], None], shot: Callable[[Page, str], None]
) -> None:
    authenticator(page)
    page.goto(f"{live_desk.url}/sign-in/")
    see(page, "login", axe, shot)
    sign_in(page, live_desk, "adaeze@cedar-bluff.example")
    expect(page.get_by_text("Your role asks for a second factor.")).to_be_visible()
    see(page, "factors", axe, shot)
    page.get_by_role("button", name="Add a passkey").click()
    see(page, "add-passkey", axe, shot)
    page.get_by_label("Name").fill("My phone")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    see(page, "codes", axe, shot)
    page.goto(f"{live_desk.url}/account/")
    expect(page.get_by_text("My phone")).to_be_visible()
    see(page, "account", axe, shot)
    sign_out(page)
    page.goto(f"{live_desk.url}/sign-in/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page).to_have_url(f"{live_desk.url}/desk/")


def test_a_browser_without_the_passkey_says_so(live_desk: Desk, page: Page) -> None:
    authenticator(page)
    page.goto(f"{live_desk.url}/sign-in/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("The passkey was not used.")


def test_an_app_and_a_recovery_code_sign_in(
    live_desk: Desk, page: Page, context: BrowserContext, axe: Callable[[Page], None], shot: Callable[[Page, str], None]
) -> None:
    sign_in(page, live_desk, "rosalind@osage-crossing.example")
    page.get_by_role("button", name="Set up an authenticator app").click()
    see(page, "app", axe, shot)
    secret = page.get_by_label("Secret").input_value()
    page.get_by_label("Code").fill(code(secret, time.time() - 30))
    page.get_by_role("button", name="Set it up").click()
    spare = page.locator("pre").inner_text().split()
    page.get_by_role("button", name="I have kept them").click()
    sign_out(page)
    sign_in(page, live_desk, "rosalind@osage-crossing.example")
    see(page, "second-factor", axe, shot)
    page.get_by_label("Code").fill(code(secret))
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(f"{live_desk.url}/desk/")
    sign_out(page)
    sign_in(page, live_desk, "rosalind@osage-crossing.example")
    page.get_by_label("Code").fill(spare[0])
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(f"{live_desk.url}/desk/")


def test_an_invited_member_sets_a_password_by_the_link_in_the_mail(
    live_desk: Desk, page: Page, axe: Callable[[Page], None], shot: Callable[[Page, str], None]
) -> None:
    page.goto(f"{live_desk.url}/sign-in/password/reset/")
    page.get_by_label("Email").fill("cole@cedar-bluff.example")
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_role("heading", name="Look at your mail")).to_be_visible()
    link = next(word for word in live_desk.outbox().split() if "/password/reset/key/" in word)
    page.goto(link)
    see(page, "new-password", axe, shot)
    for label in ("New Password:", "New Password (again):"):
        page.get_by_label(label, exact=True).fill("quarry lantern nine willows")
    page.get_by_role("button", name="Set the password").click()
    expect(page.get_by_role("heading", name="The password is set")).to_be_visible()
    page.goto(link)
    expect(page.get_by_text("This link no longer works")).to_be_visible()


@pytest.mark.parametrize("path", ["/sign-in/login/", "/sign-in/password/reset/", "/sign-in/inactive/"])
def test_pages_before_signing_in_speak_spanish(live_desk: Desk, page: Page, path: str) -> None:
    page.goto(f"{live_desk.url}{path}")
    page.get_by_role("button", name="Español").click()
    expect(page.locator("html")).to_have_attribute("lang", "es")

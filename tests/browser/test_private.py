"""A private draft check leaves no trace: not on the wire, not on the disk, not in the browser."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Playwright
from tests.browser.fixtures import FLAGS, Site, chromium
from tests.browser.visit import SOON, Visit

SECRET = "zorblatt quimper"
DRAFT = f"{SECRET}: on behalf of the department I ask you to vote for the levy."
CONTROL = "wexmere-plinth"
STORES = """async () => [
    document.cookie, JSON.stringify(localStorage), JSON.stringify(sessionStorage), location.href, document.title,
    JSON.stringify(history.state), JSON.stringify(await indexedDB.databases()),
    ...await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).map((r) => r.url).join())),
].join("\\n")"""


@pytest.mark.proves(capability="private-check")
def test_after_ready_no_request_is_made_whatever_is_typed(visit: Visit, site: Site, context: BrowserContext) -> None:
    visit.open()
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    before = len(site.log)
    visit.page.locator("#text").press_sequentially(DRAFT[:40], delay=15)
    visit.write(DRAFT).page.check("#has-media")
    visit.until(lambda said: bool(said["questions"])).answer(visit.said["questions"][0]["fact"], "yes")
    visit.page.wait_for_timeout(2000)
    assert (asked, site.log[before:]) == ([], [])
    assert not any(word in line for line in site.log for word in SECRET.split())
    visit.page.click("#network summary")
    assert visit.page.locator("#see-count").inner_text() == "Requests since this page was ready: 0."


def test_the_browser_itself_refuses_the_page_and_its_worker_a_request(visit: Visit, site: Site) -> None:
    visit.open()
    before = len(site.log)
    said = visit.page.evaluate(
        "url => fetch(url).then(() => 'sent', (error) => error.name)", f"{site.url}/manifest.json"
    )
    (worker,) = visit.page.workers
    assert said == "TypeError"
    tries = ["fetch", "XMLHttpRequest", "WebSocket", "EventSource"]
    assert [worker.evaluate("name => typeof globalThis[name]", name) for name in tries[1:]] == ["undefined"] * 3
    assert (
        worker.evaluate("url => fetch(url).then(() => 'sent', () => 'refused')", f"{site.url}/manifest.json")
        == "refused"
    )
    assert worker.evaluate("url => import(url).then(() => 'sent', () => 'refused')", f"{site.url}/sw.js") == "refused"
    assert site.log[before:] == []
    assert visit.network.startswith("Network: nothing sent. Your browser has switched this page's network off.")


def test_the_page_tells_when_something_was_sent_after_all(page_without_lock: Visit) -> None:
    page_without_lock.open()
    assert page_without_lock.network.startswith("Network: nothing sent. This browser does not let a page")
    page_without_lock.page.evaluate("fetch('manifest.json')")
    page_without_lock.page.wait_for_selector("#network[data-state=bad]", timeout=SOON)
    assert page_without_lock.network.startswith("Network: something was sent. Requests since this page was ready: 1.")


@pytest.fixture
def page_without_lock(visit: Visit) -> Visit:
    """The page in a browser that takes no policy from a script, and so cannot switch the network off."""
    visit.page.add_init_script(
        "const add = Element.prototype.append;"
        "Element.prototype.append = function (...all) {"
        "  add.apply(this, all.filter((one) => one.httpEquiv !== 'Content-Security-Policy')); };"
    )
    return visit


def test_nothing_of_the_draft_is_in_any_store_of_the_browser(visit: Visit) -> None:
    visit.open().write(DRAFT)
    stores = visit.page.evaluate(STORES)
    assert "check/index.html" in stores  # the page itself is kept, for offline use
    assert not any(word in stores for word in SECRET.split())


def test_no_field_lends_its_words_to_a_speller_a_form_filler_or_a_translator(visit: Visit) -> None:
    visit.open()
    fields = visit.page.locator("textarea, input[type=text]")
    for index in range(fields.count()):
        field = fields.nth(index)
        assert (field.get_attribute("spellcheck"), field.get_attribute("autocomplete")) == ("false", "off")
    assert visit.page.locator("form, [name=text]").count() == 0
    assert visit.page.locator("html").get_attribute("translate") == "no"


def test_a_draft_is_gone_after_a_reload_and_on_the_way_back(visit: Visit, site: Site) -> None:
    visit.open().write(DRAFT)
    visit.page.reload()
    visit.ready()
    assert visit.page.input_value("#text") == ""
    visit.write(DRAFT).page.goto(f"{site.url}/manifest.json")
    visit.page.go_back()
    visit.ready()
    assert (visit.page.input_value("#text"), visit.outcome) == ("", "Nothing checked yet.")


def test_clear_everything_clears_everything(visit: Visit) -> None:
    visit.open().write(DRAFT)
    visit.page.click("#clear")
    assert (visit.page.input_value("#text"), visit.outcome) == ("", "Nothing checked yet.")
    assert not any(word in visit.page.locator("body").inner_text() for word in SECRET.split())


class Profile:
    """A Chromium with a profile on disk, started by us, to be ended the hard way."""

    def __init__(self, playwright: Playwright, folder: Path) -> None:
        self.playwright, self.folder = playwright, folder
        command = [chromium(), *FLAGS, "--headless=new", "--remote-debugging-port=0", f"--user-data-dir={folder}"]
        self.process = subprocess.Popen(
            [*command, "about:blank"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )

    def context(self) -> BrowserContext:
        """Its default context, the one that writes to the profile."""
        port = self.folder / "DevToolsActivePort"
        end = time.monotonic() + 30
        while not port.is_file() or not port.read_text():
            assert time.monotonic() < end, "Chromium did not start."
            time.sleep(0.1)
        number = port.read_text().split()[0]
        return self.playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{number}").contexts[0]

    def kill(self) -> None:
        """Kills it and its children at once, as a crash would."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def holds(self, words: str) -> list[str]:
        """The files of the profile in which some words stand, in either form that browsers write."""
        forms = (words.encode(), words.encode("utf-16-le"))
        files = (path for path in self.folder.rglob("*") if path.is_file() and not path.is_symlink())
        return [path.name for path in files if any(form in path.read_bytes() for form in forms)]


@pytest.fixture
def profile(playwright_: Playwright, tmp_path: Path) -> Iterator[Profile]:
    profile = Profile(playwright_, tmp_path / "profile")
    yield profile
    profile.kill()


@pytest.mark.proves(capability="private-check")
def test_the_disk_holds_nothing_of_the_draft_even_when_the_browser_is_killed(
    profile: Profile, site: Site, served: Callable[[Path], Site], tmp_path: Path
) -> None:
    context = profile.context()
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "index.html").write_text("<title>another page</title>", encoding="utf-8")
    careless = context.new_page()
    careless.goto(served(tmp_path / "other").url)
    careless.evaluate(
        f"caches.open('x').then((cache) => cache.put('/y', new Response('{CONTROL}')))"
    )  # what a careless page would do, to show that the search would find it
    visit = Visit(context.new_page(), site.url).open().write(DRAFT)
    assert "8.04.B#2" in visit.line
    time.sleep(12)  # longer than browsers wait before they write a tab's state to disk
    profile.kill()
    assert profile.holds(CONTROL) != []
    assert [name for word in SECRET.split() for name in profile.holds(word)] == []
    assert not any(word in line for line in site.log for word in SECRET.split())

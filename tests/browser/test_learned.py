"""The reading aids of the private check page: they come while patterns work, with the network off, or are told why not."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route
from tests.browser.fixtures import Site
from tests.browser.test_tampered import spoil
from tests.browser.visit import DAY, SOON, Visit

from postorders.checkpage.build import build
from postorders.judge.form import as_line
from postorders.known import known
from postorders.policy.library import TEMPLATES, read
from postorders.posts.context import Context
from postorders.posts.post import Post
from postorders.screening.checker import Checker
from postorders.signals.learned.reading import installed
from postorders.signals.learned.weights import PLACE, folder
from postorders.signals.library import shipped

LEVY = "On behalf of the department I ask you to vote for the levy."
POSTS = (
    LEVY,
    "I could murder a burger.",
    "Got him! This is the creep who robbed the bank on 5th.",
    "They are all animals and should be put down 🐍🐍",
    "If I see that councilman downtown I will break his jaw, and everyone knows where he parks.",
    "Beautiful sunrise over the lake this morning. 🌅",
    "Proud of our night shift. " * 60,
)
AIDS = ("encoder.onnx.packed", "ort.wasm.packed", "vocab.txt.packed", "weights.json")
ALONE = "patterns alone check your post"


@pytest.fixture(scope="module", autouse=True)
def reads() -> Iterator[None]:
    """The weights that ship are in use here, as they are by default."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(PLACE)
        installed.cache_clear()
        yield
    installed.cache_clear()


@pytest.fixture(scope="module")
def site(served: Callable[[Path], Site], tmp_path_factory: pytest.TempPathFactory, reads: None) -> Site:
    """The check page for both policies with the reading aids, at a path below the server's root."""
    root = tmp_path_factory.mktemp("www")
    build(root / "check", [read(TEMPLATES / name, known) for name in ("raymore-8", "kcpd-261")])
    under = served(root)
    return Site(root / "check", f"{under.url}/check", under.log)


@pytest.fixture
def copy(site: Site, served: Callable[[Path], Site], tmp_path: Path) -> Site:
    """The page, on a server of its own, to be spoiled."""
    return served(Path(shutil.copytree(site.folder, tmp_path / "check")))


@pytest.fixture
def page_for(
    served: Callable[[Path], Site], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str, str], Site]:
    """The page for a policy with the weights in a folder, or `none`; always at the same address."""
    under = served(tmp_path)

    def made(policy: str, weights: str) -> Site:
        monkeypatch.setenv(PLACE, weights)
        build(tmp_path / "check", [read(TEMPLATES / policy, known)])
        return Site(tmp_path / "check", f"{under.url}/check", under.log)

    return made


def weights() -> Path:
    """Those of this installation, which these tests are about."""
    place = folder()
    assert place is not None, "There are no weights: models/reader is missing."
    return place


def aids(page: Page) -> str:
    """What the page says of the reading aids."""
    return page.locator("#aids-line").inner_text()


def at_the_desk(text: str) -> str:
    """The judgment as a server makes it."""
    checker = Checker(read(TEMPLATES / "raymore-8", known), shipped(), reading=installed())
    return as_line(checker.check(Post("draft", text, account="personal"), Context(), DAY))


def flagged(line: str) -> tuple[str, list[tuple[str, str]]]:
    """The outcome and what is flagged: the encoder's numbers are rounded otherwise in a browser, and where a post stands
    at the edge of a degree the word for how sure it is may differ."""
    judged = json.loads(line)
    return judged["outcome"], [(flag["clause"], flag["concept"]) for flag in judged["flags"]]


@pytest.mark.proves(capability="private-check")
@pytest.mark.proves(capability="learned-signals")
def test_with_the_network_off_the_page_reads_as_the_server_does(visit: Visit, context: BrowserContext) -> None:
    visit.open()
    assert aids(visit.page).startswith("Reading aids are ready")
    context.set_offline(True)
    lines = {text: visit.write(text).line for text in POSTS}
    assert {text: flagged(line) for text, line in lines.items()} == {text: flagged(at_the_desk(text)) for text in POSTS}
    judged = [json.loads(line) for line in lines.values()]
    assert {one["engine"]["weights"] for one in judged} == {
        hashlib.sha256((weights() / "weights.json").read_bytes()).hexdigest()
    }
    seen = [signal for one in judged for signal in one["basis"]["sightings"].get("signals", ())]
    assert any(signal.get("how", "").startswith("learned") for signal in seen)


def test_a_draft_is_checked_by_patterns_until_the_aids_are_there_and_then_again(browser: Browser, site: Site) -> None:
    context = browser.new_context(locale="en-US", service_workers="block")
    page, held = context.new_page(), list[Route]()

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/encoder.onnx.packed", hold)
    visit = Visit(page, site.url)
    page.goto(f"{site.url}/")
    page.wait_for_selector("html[data-ready]", timeout=SOON)
    assert re.match(r"Reading aids are loading… \(\d+ MB, once\)\. Until they are ready, patterns alone", aids(page))
    assert visit.write(LEVY).said["engine"]["weights"] == "none"
    assert page.evaluate("fetch('manifest.json').then(() => 'sent', () => 'refused')") == "refused"
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    held[0].continue_()
    visit.until(lambda said: said["engine"]["weights"] != "none")
    assert (asked, page.input_value("#text")) == ([], LEVY)
    assert visit.network.startswith("Network: nothing sent.")
    context.close()


def test_after_one_visit_the_aids_are_there_with_the_cable_out(visit: Visit, context: BrowserContext) -> None:
    visit.open()
    context.set_offline(True)
    visit.page.reload()
    visit.ready()
    assert aids(visit.page).startswith("Reading aids are ready")
    assert visit.write(LEVY).said["engine"]["weights"] != "none"


def test_a_new_policy_does_not_bring_the_aids_again(
    context: BrowserContext, page: Page, page_for: Callable[[str, str], Site]
) -> None:
    first = page_for("raymore-8", str(weights()))
    Visit(page, first.url).open()
    assert {name for name in AIDS if any(f"/{name} " in line for line in first.log)} == set(AIDS)
    before = len(first.log)
    later = page_for("kcpd-261", str(weights()))
    visit = Visit(context.new_page(), later.url).open()
    assert visit.write(LEVY).said["policy"]["id"] == "kcpd-261"
    assert [line for line in later.log[before:] if any(name in line for name in AIDS)] == []
    assert any("worker.js.packed" in line for line in later.log[before:])
    kept = visit.page.evaluate("caches.keys()")
    said = json.loads((later.folder / "manifest.json").read_bytes())
    assert set(kept) == {f"postorders-check-{said['build']}", f"postorders-check-reader-{said['reader']}"}


@pytest.mark.proves(capability="private-check")
@pytest.mark.parametrize("name", AIDS)
def test_changed_aids_are_named_and_not_used_and_patterns_go_on(copy: Site, page: Page, name: str) -> None:
    (path,) = copy.folder.rglob(name)
    spoil(path)
    visit = Visit(page, copy.url).open()
    assert f"and are not used: {path.relative_to(copy.folder).as_posix()} is not what it should be." in aids(page)
    assert ALONE in aids(page).lower()
    visit.write(LEVY)
    assert (visit.said["engine"]["weights"], visit.outcome[:10]) == ("none", "Ask first:")


def test_aids_that_the_browsers_cache_has_damaged_are_brought_anew_the_next_time(visit: Visit) -> None:
    visit.open()
    visit.page.evaluate("""async () => {
        const name = (await caches.keys()).find((one) => one.includes("-reader-"));
        const cache = await caches.open(name);
        const found = (await cache.keys()).find(({ url }) => url.endsWith("vocab.txt.packed"));
        await cache.put(found, new Response("something else"));
    }""")
    visit.page.reload()
    visit.ready()
    assert "vocab.txt.packed is not what it should be" in aids(visit.page)
    visit.page.reload()
    visit.ready()
    assert aids(visit.page).startswith("Reading aids are ready")


def test_missing_aids_say_so(copy: Site, page: Page) -> None:
    (path,) = copy.folder.rglob("encoder.onnx.packed")
    path.unlink()
    visit = Visit(page, copy.url).open()
    assert aids(page).endswith(f"({path.relative_to(copy.folder).as_posix()}: 404)")
    assert visit.write(LEVY).said["engine"]["weights"] == "none"


def test_an_encoder_that_does_not_run_says_so_and_patterns_go_on(
    page: Page, page_for: Callable[[str, str], Site], tmp_path: Path
) -> None:
    broken = Path(shutil.copytree(weights(), tmp_path / "broken"))
    spoil_and_vouch(broken)
    visit = Visit(page, page_for("raymore-8", str(broken)).url).open()
    assert aids(page).startswith(f"The reading aids cannot be used, and {ALONE}.")
    assert visit.write(LEVY).said["engine"]["weights"] == "none"


def spoil_and_vouch(place: Path) -> None:
    """An encoder that is none, with the hash that belongs to it."""
    (place / "encoder.onnx").write_bytes(b"not an encoder")
    said: dict[str, Any] = json.loads((place / "weights.json").read_bytes())
    said["files"]["encoder.onnx"] = hashlib.sha256(b"not an encoder").hexdigest()
    (place / "weights.json").write_text(json.dumps(said), encoding="utf-8")


def test_without_weights_the_page_says_that_patterns_alone_check(
    page: Page, page_for: Callable[[str, str], Site]
) -> None:
    site = page_for("raymore-8", "none")
    visit = Visit(page, site.url).open()
    assert aids(page) == "Patterns alone check your post: this page came without reading aids."
    assert visit.write(LEVY).said["engine"]["weights"] == "none"
    assert not any(name in line for line in site.log for name in AIDS)


def test_the_line_about_the_aids_is_a_status_in_both_languages(visit: Visit, axe: Callable[[Page], None]) -> None:
    visit.open()
    assert visit.page.get_by_role("status").filter(has_text="Reading aids are ready").count() == 1
    axe(visit.page)
    visit.page.click("#language")
    assert aids(visit.page).startswith("Las ayudas de lectura están listas")


def test_how_sure_a_reading_is_is_said_in_words(visit: Visit) -> None:
    visit.open()
    told = [card for text in POSTS for card in cards(visit.write(text)) if "the reading of these words" in card]
    assert told != []
    for card in told:
        (line,) = [one for one in card.splitlines() if one.startswith("Not a pattern")]
        assert re.search(r"(Certain|Likely|Possible).* such marks were right when measured\.$", line)
        assert not re.search(r"\d", line)


def cards(visit: Visit) -> list[str]:
    """The words of every flag's card."""
    return visit.page.locator("article[data-clause]").all_inner_texts()


def test_a_long_draft_is_read_to_its_end(visit: Visit) -> None:
    visit.open()
    text = f"{'We had a quiet shift and good coffee. ' * 40}{LEVY}"
    line = visit.write(text).line
    assert flagged(line) == flagged(at_the_desk(text))
    assert any(LEVY[:20] in one["text"] for flag in json.loads(line)["flags"] for one in flag["spans"])


def test_a_draft_that_takes_long_to_read_shows_what_patterns_see_and_can_be_changed(visit: Visit) -> None:
    visit.open()
    visit.page.fill("#text", f"{'We had a quiet shift and good coffee. ' * 600}{LEVY}")
    visit.page.wait_for_selector("html[data-aids=reading]", timeout=SOON)
    assert (visit.said["engine"]["weights"], visit.outcome[:10]) == ("none", "Ask first:")
    assert aids(visit.page).startswith("Your draft is still being read.")
    visit.write("Good coffee.")
    assert visit.said["engine"]["weights"] != "none"
    assert aids(visit.page).startswith("Reading aids are ready")

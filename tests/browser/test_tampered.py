"""A page that was changed on its way is refused with a message, before anything is typed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page
from tests.browser.fixtures import Site
from tests.browser.visit import SOON

PARTS = ("worker.js.packed", "python.wasm.packed", "python.zip", "policies.json.packed", "engine.zip.packed")


@pytest.fixture
def copy(site: Site, served: Callable[[Path], Site], tmp_path: Path) -> Site:
    """The page, on a server of its own, to be spoiled."""
    return served(Path(shutil.copytree(site.folder, tmp_path / "check")))


def spoil(path: Path) -> None:
    """Changes one byte in the middle."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize("name", [*PARTS, "manifest.json"])
def test_a_changed_file_of_the_engine_is_named_and_nothing_starts(copy: Site, page: Page, name: str) -> None:
    (path,) = copy.folder.rglob(name)
    spoil(path)
    page.goto(copy.url)
    page.wait_for_selector("#network[data-state=bad]", timeout=SOON)
    told = page.inner_text("#network-line")
    assert told.startswith("This page was changed on its way to you or on its server: ")
    assert path.relative_to(copy.folder).as_posix() in told
    assert (page.is_disabled("#text"), page.workers) == (True, [])


@pytest.mark.parametrize("name", ["page.js", "boot.js", "show.js"])
def test_a_changed_script_is_not_run_by_the_browser(copy: Site, page: Page, name: str) -> None:
    (path,) = copy.folder.rglob(name)
    path.write_bytes(path.read_bytes() + b"\nglobalThis.strange = true;\n")
    page.goto(copy.url)
    page.wait_for_timeout(1000)
    assert page.evaluate("[globalThis.strange, document.documentElement.dataset.ready]") == [None, None]
    assert page.is_disabled("#text")


def test_a_missing_file_says_so(copy: Site, page: Page) -> None:
    (path,) = copy.folder.rglob("python.zip")
    path.unlink()
    page.goto(copy.url)
    page.wait_for_selector("#network[data-state=bad]", timeout=SOON)
    assert page.inner_text("#network-line").endswith(f"use a newer browser. ({path.relative_to(copy.folder)}: 404)")


def test_a_page_by_an_insecure_address_says_so(copy: Site, page: Page) -> None:
    page.add_init_script("Object.defineProperty(crypto, 'subtle', { value: undefined });")
    page.goto(copy.url)
    page.wait_for_selector("#network[data-state=bad]", timeout=SOON)
    assert page.inner_text("#network-line").startswith("This address is not secure")

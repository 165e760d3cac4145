"""The private check page: how soon it is ready, on a first visit and later, and how large it is.

Run alone: `python -m benchmarks.checkpage`.
"""

from __future__ import annotations

import functools
import http.server
import json
import statistics
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

RUNS = 7
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


def measure(runs: int = RUNS) -> dict[str, Any]:
    """Seconds from the start of the navigation until the page takes a draft, in Chromium over localhost."""
    from playwright.sync_api import sync_playwright

    from postorders.checkpage.build import build
    from postorders.known import known
    from postorders.policy.library import TEMPLATES, read

    with tempfile.TemporaryDirectory() as place:
        policies = [read(TEMPLATES / name, known) for name in ("raymore-8", "kcpd-261")]
        folder = build(Path(place) / "check", policies)
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        first, later = [], []
        with _served(folder) as url, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
            for _ in range(runs):
                context = browser.new_context()
                first.append(_visit(context.new_page(), url))
                later.append(_visit(context.new_page(), url))
                context.close()
            browser.close()
    return {"megabytes": round(size / 1e6, 1), "runs": runs, "first": _figures(first), "later": _figures(later)}


def _visit(page: Any, url: str) -> float:
    page.goto(url)
    page.wait_for_selector("html[data-offline]", timeout=60_000)
    return int(page.get_attribute("html", "data-ready")) / 1000


def _figures(seconds: list[float]) -> dict[str, float]:
    return {"median_seconds": round(statistics.median(seconds), 2), "slowest": round(max(seconds), 2)}


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}/"
    server.shutdown()


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))

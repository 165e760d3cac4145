"""Serves the check page ahead of sessions, sign-in and the database, so that a visit leaves no trace."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from postorders.desk.check.building import home

PREFIX = "/check/"
# The worker starts from a blob, whose bytes the page has verified; it fetches from here alone.
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; connect-src 'self'; "
    "style-src 'self'; img-src data:; form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
)
_PATH = re.compile(r"/check/(?P<slug>[a-z0-9][a-z0-9_-]*)(?P<rest>/[\w./-]*)?")
_BUILD = re.compile(r"[0-9a-f]{16}/")
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".wasm": "application/wasm",
    ".zip": "application/zip",
    ".txt": "text/plain; charset=utf-8",
}
_OTHER = "application/octet-stream"


class CheckPage:
    """Answers every request below /check/ itself; nothing behind it sees one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return answer(request) if request.path_info.startswith(PREFIX) else self.get_response(request)


def answer(request: HttpRequest) -> HttpResponseBase:
    """The file that was asked for, with its headers; 404 where there is none, 405 for anything but reading."""
    response = _found(request)
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), interest-cohort=()"
    response.headers["Referrer-Policy"] = "no-referrer"
    response._has_been_logged = True  # Django would log a path that does not exist; no visit here is logged
    return response


def _found(request: HttpRequest) -> HttpResponseBase:
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"], "This page takes nothing: it works in your own browser.\n")
    found = _PATH.fullmatch(request.path_info)
    if found and not found["rest"]:
        return HttpResponseRedirect(f"{request.path_info}/")
    path = _file(found["slug"], (found["rest"] or "")[1:]) if found else None
    if found is None or path is None:
        text = "There is no such page. It may not be built yet: try again in a minute.\n"
        return HttpResponse(text, status=404, content_type="text/plain; charset=utf-8")
    return _sent(request, path, found["slug"], found["rest"][1:])


def _file(slug: str, rest: str) -> Path | None:
    """The file of a department's page; None where there is none, or where the path leads out of it."""
    folder = home() / slug
    path = folder / (rest or "index.html")
    try:
        inside = ".." not in path.parts and path.resolve().is_relative_to(folder.resolve())
        return path if inside and path.is_file() else None
    except OSError:  # a name that no file can have; as a fault, it would be logged
        return None


def _sent(request: HttpRequest, path: Path, slug: str, rest: str) -> HttpResponseBase:
    lasting = bool(_BUILD.match(rest))
    etag = f'"{rest}"' if lasting else f'"{hashlib.sha256(path.read_bytes()).hexdigest()}"'
    kind = _TYPES.get(path.suffix, _OTHER)
    response = get_conditional_response(request, etag=etag) or FileResponse(path.open("rb"), content_type=kind)
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if lasting else "no-cache"
    if rest == "sw.js":
        response.headers["Service-Worker-Allowed"] = f"{PREFIX}{slug}/"
    return response

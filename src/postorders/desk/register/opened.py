"""How the public side is opened: no sign-in, no cookie, the same for everybody, and fresh within a minute."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers

from postorders.desk.base.page import page
from postorders.desk.policy.outside import keeping, outside

FRESH_SECONDS = 60
View = Callable[..., HttpResponse]


def opened(view: View) -> View:
    """A page of one department (`policy.outside`) that caches keep for a minute only: a suspension should be seen."""
    inner = outside(view)

    @functools.wraps(inner)
    def fresh(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
        return _dated(request, inner(request, slug=slug, **kwargs))

    return fresh


def hostwide(view: View) -> View:
    """A page of the whole host, opened in the same way."""

    @page("public")
    @functools.wraps(view)
    def shown(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        request.person, request.department = None, None
        asked = request.GET.get("lang", "")
        here = str(translation.get_language() or settings.LANGUAGE_CODE)
        language = asked if asked in dict(settings.LANGUAGES) else here
        with translation.override(language):
            response = view(request, **kwargs)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
        if response.status_code != 200:
            response.headers["Cache-Control"] = "no-cache"
            return response
        etag = f'"{hashlib.sha256(response.content).hexdigest()}"'
        response.headers["ETag"] = etag
        return _dated(request, get_conditional_response(request, etag=etag, response=response))

    shown.impersonal = True  # type: ignore[attr-defined]
    return shown


def data(value: Any, status: int = 200) -> HttpResponse:
    """JSON that any page of the web may read."""
    body = json.dumps(value, ensure_ascii=False, indent=1).encode(errors="replace")
    return plainly(body, "application/json", status)


def plainly(body: bytes | str, kind: str, status: int = 200) -> HttpResponse:
    """Bytes or text of a kind that any page of the web may read."""
    return HttpResponse(body, content_type=kind, status=status, headers={"Access-Control-Allow-Origin": "*"})


def later(text: str, seconds: int, status: int = 404) -> HttpResponse:
    """A line of text that asks to come again."""
    response = plainly(f"{text}\n", "text/plain; charset=utf-8", status)
    response.headers["Retry-After"] = str(seconds)
    return response


def address_of(path: str) -> str:
    """The full address of a path of this desk."""
    return f"{settings.CONFIG.address.rstrip('/')}{path}"


def _dated(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if response.status_code in (200, 304):
        response.headers["Cache-Control"] = keeping(request, FRESH_SECONDS)
    return response

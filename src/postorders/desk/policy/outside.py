"""Pages for everybody: the same bytes for every visitor, without a cookie, kept by caches and asked for by ETag."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response, patch_vary_headers

from postorders.desk.base import scope
from postorders.desk.base.act import Refused
from postorders.desk.base.page import page
from postorders.desk.people.models import Department

FRESH_SECONDS = 300
View = Callable[..., HttpResponse]


def outside(view: View) -> View:
    """Opens a view to everybody, in the department that the address names: `request.department`.

    Whoever is signed in is a stranger here, so that a cache may keep the page. `?lang=` chooses the language.
    """

    @page("public")
    @functools.wraps(view)
    def opened(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        department = Department.objects.filter(slug=slug).first()
        if department is None:
            raise Http404
        request.department, request.person = department, None
        language = _language(request)
        with (
            scope.within(department.id),
            timezone.override(department.timezone),
            translation.override(language),
        ):
            try:
                response = view(request, department, **kwargs)
            except Refused as refused:
                given = {"problems": refused.problems}
                response = render(request, "policy/none.html", given, status=404)
        response.headers.setdefault("Content-Language", language)
        return _kept(request, response)

    opened.impersonal = True  # type: ignore[attr-defined]
    return opened


def keeping(request: HttpRequest, seconds: int) -> str:
    """How caches may keep a page for everybody: for so many seconds; not at all when a cookie goes out with it."""
    session = getattr(request, "session", None)
    return "private, no-store" if session is not None and session.modified else f"public, max-age={seconds}"


def _language(request: HttpRequest) -> str:
    asked = request.GET.get("lang", "")
    return asked if asked in dict(settings.LANGUAGES) else str(translation.get_language() or settings.LANGUAGE_CODE)


def _kept(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The response with what caches need; 304 when the visitor has it already."""
    response.headers["Cache-Control"] = keeping(request, FRESH_SECONDS) if response.status_code == 200 else "no-cache"
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    if response.status_code != 200:
        return response
    etag = f'"{hashlib.sha256(response.content).hexdigest()}"'
    response.headers["ETag"] = etag
    kept: HttpResponse = get_conditional_response(request, etag=etag, response=response)
    return kept

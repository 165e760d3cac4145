"""A picture for the platform that is publishing it, and for nobody after."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from postorders.desk.people.models import Department
from postorders.desk.policy.outside import outside
from postorders.desk.release.models import Release
from postorders.desk.release.shelf import lying

View = Callable[..., HttpResponse]


def unkept(view: View) -> View:
    """Tells every cache, and every search engine, to keep nothing of it."""

    @functools.wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex, noimageindex"
        return response

    return shown


@unkept
@outside
def picture(request: HttpRequest, department: Department, release: UUID, secret: str, name: str) -> HttpResponse:
    """The clean picture of a release that is being sent; 404 for everything else, whatever is wrong."""
    row = Release.objects.select_related("site", "department").filter(id=release).first()
    medium = lying(row, secret, name, timezone.now()) if row is not None else None
    if medium is None:
        raise Http404
    response = HttpResponse(medium.read(), content_type=medium.type)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response

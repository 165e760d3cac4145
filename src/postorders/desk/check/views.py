"""The check page where no middleware has answered for it before."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from postorders.desk.base.page import page
from postorders.desk.check.serve import answer


@page("public")
def check(request: HttpRequest, slug: str, path: str = "") -> HttpResponseBase:
    """A file of a department's check page."""
    return answer(request)

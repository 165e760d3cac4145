"""Puts each request into the department of the person who made it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from postorders.desk.base import scope


class InDepartment:
    """Sets `request.person` (None for a stranger) and works in that person's department while the request lasts."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        from postorders.desk.people.who import person_of

        request.person = None
        if not request.user.is_authenticated or not request.user.department_id:
            return self.get_response(request)
        with scope.within(request.user.department_id):
            request.person = person_of(request)
            zone = request.user.department.timezone
            with timezone.override(zone):
                return self.get_response(request)

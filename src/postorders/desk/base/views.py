"""The first page, and the page of a person who signed in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from postorders.desk.base.cards import cards_of
from postorders.desk.base.page import page
from postorders.desk.people.models import Department


@page("public")
def front(request: HttpRequest) -> HttpResponse:
    """The departments of this desk, each with its private check and its policy."""
    return render(request, "base/front.html", {"departments": Department.objects.order_by("name")})


@page("anyone")
def home(request: HttpRequest) -> HttpResponse:
    """What waits for the person, and where to go."""
    return render(request, "base/home.html", {"cards": cards_of(request.person)})

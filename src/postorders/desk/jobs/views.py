"""A person's notices; and, for administrators, the tasks that the desk could not do."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from postorders.desk.base.page import page
from postorders.desk.base.person import Person
from postorders.desk.jobs import acts
from postorders.desk.jobs.models import Notice
from postorders.desk.jobs.parked import counts, parked

PAGE = 50


@page("anyone")
def notices(request: HttpRequest) -> HttpResponse:
    """A person's own notices, newest first."""
    found = Paginator(Notice.objects.filter(member_id=request.person.member), PAGE)
    given = {"page": found.get_page(request.GET.get("page")), "unread": unread(request.person)}
    return render(request, "jobs/notices.html", given)


@page("anyone")
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Marks notices as read: those named, or all."""
    named = request.POST.getlist("notice")
    try:
        ids = [uuid.UUID(one) for one in named]
    except (ValueError, ValidationError) as error:
        raise Http404 from error
    count = acts.mark_read(request.person, ids if named else None)
    said = ngettext("{count} notice marked as read.", "{count} notices marked as read.", count)
    messages.success(request, said.format(count=count))
    return redirect("notices")


@page("administrator")
def tasks(request: HttpRequest) -> HttpResponse:
    """What the desk does by itself in this department: how much waits, and what could not be done."""
    here = request.person.department
    return render(request, "jobs/tasks.html", {"counts": counts(here), "parked": parked(here)})


@page("administrator")
@require_POST
def again(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    """Puts a parked task back into the queue."""
    acts.try_again(request.person, id)
    messages.success(request, _("It is tried again now."))
    return redirect("tasks")


def unread(person: Person) -> int:
    """How many notices a person has not read."""
    return int(Notice.objects.filter(member_id=person.member, read=None).count())

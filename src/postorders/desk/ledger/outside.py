"""What anybody outside may see of a ledger: that it is there, its key, and how to verify it."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from postorders.desk.base import scope
from postorders.desk.base.page import page
from postorders.desk.ledger import serving
from postorders.desk.ledger.models import Checkpoint
from postorders.desk.ledger.origin import folder_of
from postorders.desk.people.models import Department
from postorders.ledger.folder import newest
from postorders.ledger.layout import CHECKPOINT, KEYS, read_keys


@page("public")
@require_safe
def about(request: HttpRequest, slug: str) -> HttpResponse:
    """How an outsider verifies this department's ledger."""
    department = get_object_or_404(Department, slug=slug)
    folder = folder_of(department)
    given = {
        "department": department,
        "base": f"{settings.CONFIG.address.rstrip('/')}/d/{slug}/ledger",
        "witnessed": bool(settings.CONFIG.witness_mail),
    }
    if (folder / CHECKPOINT).exists():
        checkpoint = newest(folder)
        keys = read_keys((folder / KEYS).read_bytes(), str(folder / KEYS))
        with scope.within(department.id):
            row = Checkpoint.objects.filter(department_id=department.id, size=checkpoint.size).first()
        given |= {"checkpoint": checkpoint, "key": keys[0].key, "earlier": keys[1:], "row": row}
    with timezone.override(department.timezone):
        return render(request, "ledger/about.html", given)


@page("public")
@require_safe
def file(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """One published file."""
    return serving.file(request, get_object_or_404(Department, slug=slug), name)


@page("public")
@require_safe
def files(request: HttpRequest, slug: str) -> HttpResponse:
    """The addresses of all published files, one a line."""
    lines = "".join(f"{one}\n" for one in serving.addresses(get_object_or_404(Department, slug=slug)))
    return HttpResponse(lines, content_type="text/plain; charset=utf-8", headers={"Cache-Control": "public, no-cache"})


file.impersonal = files.impersonal = True  # type: ignore[attr-defined]  # caches keep these: no session is touched

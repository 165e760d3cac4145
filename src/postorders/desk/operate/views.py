"""Where a watchdog asks whether the desk works."""

from __future__ import annotations

from django.db import connection
from django.db.utils import Error
from django.http import HttpRequest, HttpResponse

from postorders.desk.base.page import page


@page("public")
def health(request: HttpRequest) -> HttpResponse:
    """`ok` when the database answers; 503 when it does not. It tells nothing else."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return HttpResponse("the database does not answer\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})

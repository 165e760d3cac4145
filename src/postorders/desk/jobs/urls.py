"""Addresses of notices and of the queue."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from postorders.desk.base.context import Link
from postorders.desk.jobs import views

urlpatterns = [
    path("desk/notices/", views.notices, name="notices"),
    path("desk/notices/read", views.read, name="notices-read"),
    path("desk/jobs/", views.tasks, name="tasks"),
    path("desk/jobs/<uuid:id>/again", views.again, name="task-again"),
]
LINKS = [
    Link(_("Notices"), "notices", place=70, count=views.unread),
    Link(_("Tasks of the desk"), "tasks", roles=("administrator",), place=90),
]

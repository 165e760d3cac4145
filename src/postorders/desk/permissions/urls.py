"""Addresses of permissions."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from postorders.desk.base.context import Link
from postorders.desk.base.person import Person
from postorders.desk.permissions import acts, deciding, views
from postorders.desk.permissions.rights import waiting_for

HERE = "desk/permissions/"
DECIDING = frozenset(f"permissions-{name}" for name in ("decided", "decide", "sealed", "revoke"))
OWN = frozenset(f"permissions-{name}" for name in ("choose", "ask", "complete", "withdraw", "give-up", "appeal"))
urlpatterns = [
    path(HERE, views.mine, name="permissions-mine"),
    path(f"{HERE}mine.json", views.file, name="permissions-file"),
    path(f"{HERE}ask/", views.choose, name="permissions-choose"),
    path(f"{HERE}ask/<slug:kind>/", views.ask, name="permissions-ask"),
    path("desk/inbox/", deciding.inbox, name="permissions-inbox"),
    path("desk/decided/", deciding.decided, name="permissions-decided"),
    path(f"{HERE}<str:number>/", views.one, name="permissions-request"),
    path(f"{HERE}<str:number>/decide/", deciding.decide, name="permissions-decide"),
    path(f"{HERE}<str:number>/sealed/", deciding.sealed, name="permissions-sealed"),
    path(f"{HERE}<str:number>/paper/", views.paper, name="permissions-paper"),
    path(f"{HERE}<str:number>/complete/", views.complete, name="permissions-complete"),
    *(
        path(f"{HERE}<str:number>/{name}/", views.step, {"name": name}, name=f"permissions-{name}")
        for name in views.STEPS
    ),
]


def _waiting(person: Person) -> int:
    """How many requests wait for the person."""
    return int(waiting_for(person).count())


LINKS = [
    Link(_("Waiting for me"), "permissions-inbox", acts.DECIDERS, 5, _waiting, DECIDING),
    Link(_("My permissions"), "permissions-mine", ("anyone",), 10, pages=OWN),
]

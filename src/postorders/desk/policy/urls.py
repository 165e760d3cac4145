"""Addresses of the policy: those for everybody, and those of the desk."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from postorders.desk.base.context import Link
from postorders.desk.policy import manage, public, sign

urlpatterns = [
    path("d/<slug:slug>/policy/", public.policy, name="policy-public"),
    path("d/<slug:slug>/policy.json", public.data, name="policy-data"),
    path("d/<slug:slug>/policy/versions/", public.versions, name="policy-versions"),
    path("d/<slug:slug>/policy/clause/<str:clause>/", public.clause, name="policy-clause"),
    path("desk/policy/", manage.index, name="policy-desk"),
    path("desk/policy/changes/", manage.changes, name="policy-changes"),
    path("desk/policy/adopt/", manage.choose, name="policy-adopt"),
    path("desk/policy/draft/<uuid:draft>/", manage.draft, name="policy-draft"),
    path("desk/policy/draft/<uuid:draft>/discard/", manage.discard, name="policy-discard"),
    path("desk/policy/version/<uuid:version>/", manage.version, name="policy-version"),
    path("desk/policy/version/<uuid:version>/attach/", manage.attach, name="policy-attach"),
    path("desk/policy/version/<uuid:version>/compare/", manage.compare, name="policy-compare"),
    path("desk/policy/version/<uuid:version>/pack.zip", manage.pack, name="policy-pack"),
    path("desk/policy/version/<uuid:version>/documents/", manage.documents, name="policy-documents"),
    path("desk/policy/readings/", sign.readings, name="policy-readings"),
    path("desk/policy/readings/<str:policy>/<str:reading>/", sign.reading, name="policy-reading"),
    path("desk/policy/withdraw/<uuid:signed>/", sign.withdraw, name="policy-withdraw"),
]
LINKS = [Link(_("Policy"), "policy-desk", ("anyone",), 20)]

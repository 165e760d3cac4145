"""Addresses of the register: those for everybody, and those of the desk."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from postorders.desk.base.context import Link
from postorders.desk.register import feeds, public, registry, steps, trust
from postorders.desk.register.views import bring, lists, one

HERE = "desk/sites/"
DESK = [
    path(HERE, lists.accounts, name="sites"),
    path(f"{HERE}new/", lists.new, name="sites-new"),
    path(f"{HERE}printed/", lists.seed, name="sites-seed"),
    path(f"{HERE}posters/", lists.who_posts, name="sites-posters"),
    path(f"{HERE}bring/", bring.bring_in, name="sites-bring"),
    path(f"{HERE}export.csv", bring.take_out, {"shape": "csv"}, name="sites-csv"),
    path(f"{HERE}export.json", bring.take_out, {"shape": "json"}, name="sites-json"),
    path(f"{HERE}export-registry.json", bring.take_out, {"shape": "registry"}, name="sites-registry"),
    path(f"{HERE}<uuid:site>/", one.one, name="site"),
    *(path(f"{HERE}<uuid:site>/{name}/", one.step, {"name": name}, name=f"sites-{name}") for name in steps.STEPS),
]
urlpatterns = [
    *DESK,
    path("d/<slug:slug>/accounts/", public.accounts, name="register-public"),
    path("d/<slug:slug>/accounts/verify/", public.verify, name="register-verify"),
    path("d/<slug:slug>/accounts/snippet/", public.snippet_help, name="register-snippet-help"),
    path("d/<slug:slug>/accounts/snippet.html", public.snippet, name="register-snippet"),
    path("d/<slug:slug>/accounts/issue.json", public.issued, name="register-issue"),
    path("d/<slug:slug>/accounts/issue.proof", public.issue_proof, name="register-proof"),
    path("d/<slug:slug>/accounts/changes.rss", feeds.rss, name="register-rss"),
    path("d/<slug:slug>/accounts/changes.atom", feeds.atom, name="register-atom"),
    path("d/<slug:slug>/accounts/changes.json", feeds.json, name="register-json"),
    path("d/<slug:slug>/accounts.json", registry.accounts, name="register-data"),
    path("d/<slug:slug>/accounts/verify.json", registry.verified, name="register-verify-data"),
    path("d/<slug:slug>/accounts/<int:number>.json", registry.account, name="register-data-one"),
    path("d/<slug:slug>/trust.txt", trust.of_department, name="register-trust"),
    path("verify/", public.verify_here, name="register-verify-here"),
    path("verify.json", registry.verified_here, name="register-verify-here-data"),
    path("trust.txt", trust.of_host, name="register-trust-host"),
    path(".well-known/trust.txt", trust.of_host, name="register-trust-known"),
]
LINKS = [Link(_("Official accounts"), "sites", ("anyone",), 30)]

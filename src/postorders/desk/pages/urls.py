"""Addresses of what official pages show, of the official website, and of the department's words."""

from __future__ import annotations

from django.urls import path

from postorders.desk.pages.views import account, website, word, wordings

HERE = "desk/sites/<uuid:site>/page/"
urlpatterns = [
    path(HERE, account.account, name="account-page"),
    path(f"{HERE}look/", account.look_now, name="account-page-look"),
    path(f"{HERE}bring/", word.bring, name="account-page-bring"),
    path(f"{HERE}captures/", account.captures, name="account-page-captures"),
    path(f"{HERE}captures/<uuid:capture>/", account.capture, name="account-page-capture"),
    path(f"{HERE}captures/<uuid:capture>/attest/", word.attest, name="account-page-attest"),
    path(f"{HERE}not-practical/<slug:demand>/", word.not_practical, name="account-page-not-practical"),
    path(f"{HERE}words/<uuid:attestation>/withdraw/", word.withdraw, name="account-page-withdraw"),
    path("desk/website/", website.website, name="website"),
    path("desk/website/<uuid:website>/look/", website.look_now, name="website-look"),
    path("desk/website/<uuid:website>/end/", website.end, name="website-end"),
    path("desk/website/<uuid:website>/capture/", website.capture, name="website-capture"),
    path("desk/wordings/", wordings.wordings, name="wordings"),
    path("desk/wordings/<slug:demand>/", wordings.word, name="wording"),
]

"""A row of every kind of thing that a department keeps, made with the least that it needs."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone
from tests.desk.cast import Place

from postorders.desk.base import guard

LEAST: dict[Any, Callable[[], object]] = {
    models.DateTimeField: timezone.now,
    models.DateField: timezone.localdate,
    models.JSONField: lambda: [0],
    models.IntegerField: lambda: 1,
    models.BinaryField: bytes,
}


# What a release keeps of what was approved.
RENDERING = {
    "platform": "x", "title": "", "language": "en", "replies": "", "media": [],
    "pieces": [{"text": "words", "media": [], "card": ""}],
}  # fmt: skip

# What a row needs beyond its least, so that a page shows it: fields that may be empty, and states.
WHOLE: dict[str, tuple[str, ...]] = {
    "pages.Kept": ("site",),
    "pages.Website": ("capture",),
    "custody.Step": ("evidence",),
    "release.Stands": ("capture",),
    "release.Incident": ("capture",),
}
STATES: dict[str, dict[str, object]] = {
    "register.Site": {"state": "listed", "listed": timezone.now()},
    "pages.Kept": {"body": zlib.compress(b"")},
    "release.Release": {"rendering": RENDERING, "judgment": {}},
}


def written(place: Place) -> int:
    """The number of a draft that says something."""
    with place.within():
        return int(some(apps.get_model("drafts.Version"), place).draft.number)


def some(model: Any, place: Place) -> Any:
    """A row of the department: one that stands, or one made with the least that it needs."""
    if model._meta.label == "people.Member":
        return place.members["officer"]
    with place.within():
        row = model.objects.order_by(*_steady(model)).first()
        if row is None:
            given = {field.name: _least(field, place) for field in model._meta.local_concrete_fields if _asked(field)}
            if "pack" in given:
                given["pack"] = apps.get_model("policy.Version").objects.first().pack
            for name in WHOLE.get(model._meta.label, ()):
                given[name] = some(model._meta.get_field(name).related_model, place)
            row = model(**{**given, **STATES.get(model._meta.label, {})})
            with guard.lifted("making a row for a test"):
                row.save()
        return row


def _steady(model: Any) -> list[str]:
    """What orders rows the same way in every run; keys are drawn by chance."""
    kinds = (models.CharField, models.DateField, models.IntegerField, models.BooleanField)
    return [one.name for one in model._meta.local_concrete_fields if isinstance(one, kinds) and not one.primary_key]


def _asked(field: Any) -> bool:
    return not (field.null or field.has_default() or field.blank or field.name in ("id", "department")) and not getattr(
        field, "auto_now_add", False
    )


def _least(field: Any, place: Place) -> object:
    if isinstance(field, models.ForeignKey):
        return some(field.related_model, place)
    if field.choices:
        return field.choices[0][0]
    for kind, value in LEAST.items():
        if isinstance(field, kind):
            return value()
    return f"{field.name[:3]}-{place.department.slug}"[: field.max_length or 40]

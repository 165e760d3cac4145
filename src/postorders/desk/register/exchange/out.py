"""Taking the register out: what `bring` reads again without changing anything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from postorders.desk.base import scope
from postorders.desk.custody.models import Holding
from postorders.desk.people.models import Department
from postorders.desk.people.who import on_day, today
from postorders.desk.register.exchange import document, gsa, sheet
from postorders.desk.register.models import Site


def export(shape: str) -> str:
    """The register of the department at work as csv, json, or registry (the shape of the U.S. Digital Registry)."""
    if shape == "registry":
        sites = list(Site.objects.select_related("unit").order_by("number"))
        return gsa.write(sites, Department.objects.get(id=scope.current()))
    return (sheet if shape == "csv" else document).write(_accounts())


def _accounts() -> Iterator[dict[str, Any]]:
    keys: dict[Any, list[str]] = defaultdict(list)
    held = Holding.objects.filter(on_day(today()), replaced=None).order_by("-first", "member__number")
    for site, number in held.values_list("site_id", "member__number"):
        keys[site].append(number)
    for one in Site.objects.select_related("unit", "owner").order_by("number"):
        yield {
            "address": one.url,
            "name": one.name,
            "state": one.state,
            "purpose": one.purpose,
            "purposes": list(one.purposes),
            "unit": one.unit.name if one.unit else "",
            "owner": one.owner.number if one.owner else "",
            "custodians": keys[one.id],
            "named_for": one.named_for,
            "style_guide": one.style_guide,
            "tags": list(one.tags),
            "language": one.language,
            "short": one.short,
            "long": one.long,
        }

"""The register in the shape of the U.S. Digital Registry (GSA): what is read of it, and what is left out."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from postorders.desk.people.models import Department
from postorders.desk.register.exchange.columns import Item, Reading
from postorders.desk.register.models import Site
from postorders.desk.register.states import REGISTRY
from postorders.errors import Problem

# Where the registry's states lead here. The registry knows fewer: an account whose state here has that name stays.
STATES = {
    "published": "listed",
    "under_review": "to-verify",
    "publish_requested": "to-verify",
    "archive_requested": "suspended",
    "archived": "retired",
}
TEXTS = {"short_description": "short", "long_description": "long", "language": "language", "organization": "unit"}
OURS = {"service_url", "service_key", "service_display_name", "account", "tags", "status", "purposes", *TEXTS}
LEFT = ("contact", "primary_contact", "secondary_contact", "contacts", "notes")
MADE = {
    *("id", "agencies", "created_at", "updated_at", "validated_at", "info_url", "approved_by", "approval_date"),
    *("delegation", "custodians", "disclaimer_version", "conformance"),
}


def read(rows: Sequence[Mapping[str, Any]], into: Reading) -> None:
    """The accounts of a registry's list; contacts and what the desk knows by itself are left out."""
    left: dict[str, int] = {}
    for place, row in enumerate(rows, start=1):
        if not isinstance(url := row.get("service_url"), str) or not url.strip():
            into.problems.append(Problem(_("service_url is missing."), _("Write the account's address."), line=place))
            continue
        for name, value in row.items():
            if (name in LEFT and value) or (name not in OURS and name not in MADE and name not in LEFT):
                left[name] = left.get(name, 0) + 1
        if said := _said(place, row, into):
            into.items.append(Item(place, {"address": url.strip(), **said}))
    into.notes += [_("%(field)s was left out, %(n)d times.") % {"field": name, "n": n} for name, n in left.items()]


def _said(place: int, row: Mapping[str, Any], into: Reading) -> dict[str, Any] | None:
    said: dict[str, Any] = {}
    for name, column in TEXTS.items():
        if isinstance(value := row.get(name), str) and value.strip():
            said[column] = value.strip()
    if isinstance(tags := row.get("tags"), list):
        said["tags"] = [text for one in tags if (text := _tag(one))]
    if isinstance(purposes := row.get("purposes"), list):
        said["purposes"] = [str(one) for one in purposes]
    status = str(row.get("status") or "").strip().lower()
    if status and status not in STATES:
        told = _("There is no status %r.") % status
        into.problems.append(Problem(told, _("Known: %s.") % ", ".join(STATES), line=place))
        return None
    return {**said, "status": status}


def _tag(one: Any) -> str:
    text = one.get("tag_text", "") if isinstance(one, dict) else one
    return str(text).strip()


def settled(item: Item, site: Site | None, department: Department, units: Collection[str], notes: list[str]) -> Item:
    """The account as the register would say it: what the registry only derives from it changes nothing.

    An organization that is no unit of the department is left out with a note.
    """
    said = dict(item.said)
    status = said.pop("status", "")
    if status and (site is None or REGISTRY[site.state] != status):
        said["state"] = STATES[status]
    if (unit := said.get("unit")) and unit not in units:
        del said["unit"]
        if unit != department.name:
            notes.append(_("%(name)s is no unit of the department and was left out.") % {"name": unit})
    if site is not None and not site.short and said.get("short") == site.name:
        del said["short"]
    if site is not None and not site.long and said.get("long") == site.purpose:
        del said["long"]
    return Item(item.line, said)


def write(sites: Sequence[Site], department: Department) -> str:
    """Every account of the register, in the registry's shape."""
    from postorders.desk.register.registry import described

    results = described(sites, department)
    metadata = {"count": len(results), "page": 1, "page_size": max(1, len(results)), "pages": 1}
    return json.dumps({"metadata": metadata, "results": results}, ensure_ascii=False, indent=1) + "\n"

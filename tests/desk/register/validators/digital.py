"""Says what is wrong with JSON that claims the shape of the U.S. Digital Registry, by its public description alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

TEXT = (
    "organization", "account", "service_key", "service_display_name", "service_url", "short_description",
    "long_description", "language", "created_at", "updated_at",
)  # fmt: skip
STATUS = {"under_review", "published", "archived", "publish_requested", "archive_requested"}


def listing(data: Any) -> list[str]:
    """Problems of a list: its envelope, its paging, its accounts."""
    if set(data) != {"metadata", "results"} or not isinstance(data["results"], list):
        return ["The envelope is not {metadata, results}."]
    found: list[str] = []
    metadata = data["metadata"]
    counts = ("count", "page", "pages", "page_size")
    found += [f"metadata.{one} is no count." for one in counts if not _count(metadata.get(one))]
    if found:
        return found
    if metadata["pages"] != max(1, -(-metadata["count"] // metadata["page_size"])):
        found.append("metadata.pages does not fit count and page_size.")
    if len(data["results"]) > metadata["page_size"]:
        found.append("More results than page_size.")
    return found + accounts(data["results"])


def accounts(given: Iterable[Any]) -> list[str]:
    """Problems of accounts, one by one and together: addresses are unique whatever their case."""
    rows = list(given)
    found = [f"{row.get('service_url')}: {problem}" for row in rows for problem in account(row)]
    urls = [str(row.get("service_url")).lower() for row in rows]
    return found + [f"{url} stands twice." for url in sorted({url for url in urls if urls.count(url) > 1})]


def account(row: Any) -> list[str]:
    """Problems of one account."""
    found = [f"{name} is no text." for name in TEXT if not isinstance(row.get(name), str)]
    if not isinstance(row.get("id"), int):
        found.append("id is no number.")
    parts = urlsplit(str(row.get("service_url")))
    if parts.scheme not in ("http", "https") or not parts.hostname:
        found.append("service_url is no web address.")
    if row.get("status") not in STATUS:
        found.append(f"{row.get('status')!r} is no status.")
    moments = ("created_at", "updated_at", "validated_at")
    found += [f"{one} is no moment." for one in moments if row.get(one) is not None and not _moment(row[one])]
    return found + _lists(row)


def _lists(row: Any) -> list[str]:
    found = []
    for name, wanted in (("agencies", ("id", "name")), ("tags", ("id", "tag_text"))):
        if not isinstance(row.get(name), list):
            found.append(f"{name} is no list.")
        elif any(one.get(part) in (None, "") for one in row[name] for part in wanted):
            found.append(f"{name} lacks {wanted}.")
    return found if found or row["agencies"] else ["No agency stands behind it."]


def _moment(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _count(given: Any) -> bool:
    return isinstance(given, int) and given >= 0

"""Exactly what will be published, as bytes that an approval is bound to and as a page that a person reads."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import fields
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from postorders.desk.drafts import said
from postorders.desk.drafts.models import Approval, Draft
from postorders.desk.register.models import Site
from postorders.desk.register.shown import instant, platform_name
from postorders.plain import canonical, digest
from postorders.platforms.saying import Medium, Piece, Rendering

_MEDIUM = tuple(one.name for one in fields(Medium) if one.name != "read")


def plain(rendering: Rendering) -> dict[str, Any]:
    """A rendering as data: everything of it but the bytes of its media, which their SHA-256 stands for."""
    return {
        "platform": rendering.platform,
        "title": rendering.title,
        "language": rendering.language,
        "replies": rendering.replies,
        "pieces": [{"text": one.text, "media": list(one.media), "card": one.card} for one in rendering.pieces],
        "media": [{name: getattr(one, name) for name in _MEDIUM} for one in rendering.media],
    }


def revived(data: dict[str, Any], read: Callable[[str], bytes]) -> Rendering:
    """The rendering that `plain` wrote; `read` gives the bytes of a file by its SHA-256."""
    pieces = tuple(Piece(one["text"], tuple(one["media"]), one["card"]) for one in data["pieces"])
    media = tuple(Medium(**one, read=_reading(read, one["sha256"])) for one in data["media"])
    return Rendering(data["platform"], pieces, data["title"], media, data["language"], data["replies"])


def _reading(read: Callable[[str], bytes], sha256: str) -> Callable[[], bytes]:
    return lambda: read(sha256)


def rendering_digest(rendering: Rendering) -> str:
    """SHA-256 of a rendering."""
    return digest(plain(rendering))


def manifest(draft: Draft, shown: Iterable[tuple[Site, Rendering | None]]) -> dict[str, Any]:
    """What an approval is of: each account with exactly what appears there, and when."""
    return {
        "draft": draft.number,
        "time": instant(draft.scheduled),
        "targets": [
            {"site": site.number, "url": site.url, "rendering": plain(one) if one else None} for site, one in shown
        ],
    }


def of(draft: Draft) -> dict[str, Any]:
    """The manifest of a draft as it stands."""
    version, attached = said.latest(draft), said.files(draft)
    return manifest(
        draft,
        [
            (site, said.render(said.saying(draft, version, attached, site), site))
            for site in said.sites(draft)
        ],
    )  # fmt: skip


def text_of(given: dict[str, Any]) -> str:
    """The canonical JSON that is signed and kept."""
    return canonical(given).decode()


def standing(draft: Draft, current: str) -> list[Approval]:
    """The approvals that count: not void, and of exactly these bytes."""
    return list(draft.approvals.filter(void="", digest=current).select_related("by").order_by("at"))


def printed(text: str) -> str:
    """A manifest as a person reads it: account by account, piece by piece, each file with its hash."""
    given = json.loads(text)
    when = datetime.fromisoformat(given["time"]).strftime("%Y-%m-%d %H:%M UTC") if given["time"] else _("at once")
    lines = [_("Draft %(number)s, to be published %(when)s") % {"number": given["draft"], "when": when}]
    for target in given["targets"]:
        lines += ["", *_target(target)]
    return "\n".join([*lines, "", f"SHA-256 {digest(given)}", ""])


def _target(target: dict[str, Any]) -> list[str]:
    one = target["rendering"]
    if one is None:
        return [target["url"], _("  This desk cannot publish there.")]
    lines = [f"{platform_name(one['platform'])}: {target['url']}"]
    if one["replies"]:
        lines.append(_("  In answer to %s") % one["replies"])
    if one["title"]:
        lines.append(_("  Title: %s") % one["title"])
    for number, piece in enumerate(one["pieces"], 1):
        lines.append(_("  Post %(number)d of %(count)d") % {"number": number, "count": len(one["pieces"])})
        lines += [f"  | {line}" for line in piece["text"].split("\n")]
        if piece["card"]:
            lines.append(_("  Card: %s") % piece["card"])
        for at in piece["media"]:
            lines += _file(one["media"][at])
    return lines


def _file(one: dict[str, Any]) -> list[str]:
    described = one["alt"] or _("not described")
    return [f"  [{one['kind']}] {one['name']}, {one['size']} B, SHA-256 {one['sha256']}", f"    {described}"]

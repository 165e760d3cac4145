"""What a platform can do, as rows and as sentences: for the screen and for the reference."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from postorders.errors import refuse
from postorders.plain import suggest
from postorders.platforms.can import Can
from postorders.platforms.library import platforms
from postorders.platforms.publisher import Publisher, publishers
from postorders.words import _

HEADS = ("platform", "text", "images", "video", "thread", "edit", "delete", "read back", "sign in")
UNITS = {"characters": _("characters"), "graphemes": _("characters as read"), "weighted": _("as X counts")}
EDITS = {"no": _("no"), "history": _("yes, shown"), "silent": _("yes, not shown")}
SIGN_INS = {"oauth": "OAuth", "password": _("app password"), "token": _("token"), "none": _("none")}


def named(name: str) -> Publisher:
    """The publisher of a platform. Raises InputError for one that there is not."""
    found = publishers().get(name)
    if found is None:
        raise refuse(_("Nothing can be published on {name!r}.").format(name=name), suggest(name, publishers()))
    return found


def label(name: str) -> str:
    """What people call a platform."""
    return platforms()[name].label


def row(name: str, can: Can) -> tuple[str, ...]:
    """The platform in one line, in the order of HEADS."""
    hand = _("by hand") if can.by_hand else ""
    return (
        name,
        f"{can.text:,}" if can.text else _("no limit"),
        str(can.images),
        size(can.video) or _("no"),
        _yes(can.threads),
        hand or EDITS[can.edit],
        hand or _yes(can.delete),
        hand or _yes(can.reads),
        hand or SIGN_INS[can.sign_in],
    )


def facts(can: Can) -> Mapping[str, str]:
    """Everything that the table of a platform says, by what it is about."""
    limit = f"{can.text:,} {UNITS[can.unit]}" if can.text else _("no limit")
    counts = _("an address counts {count}").format(count=can.url_counts) if can.url_counts else ""
    every = {
        _("text"): "; ".join(part for part in (limit, counts) if part),
        _("title"): (_("at most {count:,}").format(count=can.title) if can.title else _("none"))
        + (_("; needed") if can.title_needed else ""),
        _("pictures"): _pictures(can),
        _("alternative text"): _("at most {count:,}").format(count=can.alt) if can.alt else _("no field for it"),
        _("video"): _("one of at most {size}: {types}").format(size=size(can.video), types=", ".join(can.video_types))
        if can.video
        else _("no"),
        _("thread"): _yes(can.threads),
        _("link card"): _yes(can.card),
    }
    return every | ({_("published"): _("by a person, who attests to it")} if can.by_hand else _automatic(can))


def _automatic(can: Can) -> dict[str, str]:
    days = can.token_days
    lasts = _("{count:g} days").format(count=days) if days >= 1 else _("{count:g} hours").format(count=days * 24)
    return {
        _("changed in place"): EDITS[can.edit],
        _("taken down"): _yes(can.delete),
        _("read back"): _yes(can.reads),
        _("unknown outcome settled by looking"): _yes(can.finds),
        _("repeated request dropped by its key"): _yes(can.keys),
        _("sign in"): SIGN_INS[can.sign_in],
        _("scopes"): ", ".join(can.scopes) or _("none"),
        _("keys last"): lasts if days else _("until they are ended"),
        _("posts a day"): str(can.per_day) if can.per_day else _("not known"),
    }


def data(name: str, can: Can) -> dict[str, Any]:
    """The table as data."""
    return {"platform": name, "label": label(name), **{one: getattr(can, one) for one in Can.__dataclass_fields__}}


def size(count: int) -> str:
    """A number of bytes as people say it, "" for none."""
    if not count:
        return ""
    for unit, name in ((1 << 30, "GB"), (1 << 20, "MB")):
        if count >= unit and not count % unit:
            return f"{count // unit} {name}"
    return f"{count / 1_000_000:g} MB"


def _pictures(can: Can) -> str:
    if not can.images:
        return _("none") + (_("; a video is needed") if can.media_needed else "")
    said = _("{count}, each at most {size}: {types}") if can.image_bytes else _("{count}: {types}")
    needed = _("; one is needed") if can.media_needed else ""
    return said.format(count=can.images, size=size(can.image_bytes), types=", ".join(can.image_types)) + needed


def _yes(holds: bool) -> str:
    return _("yes") if holds else _("no")

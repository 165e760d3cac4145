"""Connections in words: what a platform is asked to allow, what can be done there, how it stands."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from postorders.desk.connect.models import Connection
from postorders.platforms.can import Can

SOON = timedelta(days=14)
# What the scopes of platforms allow, in plain words.
SCOPES: dict[str, Any] = {
    "profile": lazy("see which account it is"),
    "read:accounts": lazy("see which account it is"),
    "read:statuses": lazy("read the account's posts"),
    "write:statuses": lazy("publish, change and delete posts"),
    "write:media": lazy("upload pictures and videos"),
    "tweet.read": lazy("read posts"),
    "tweet.write": lazy("publish and delete posts"),
    "users.read": lazy("see which account it is"),
    "media.write": lazy("upload pictures and videos"),
    "offline.access": lazy("stay connected while nobody is signed in"),
    "pages_show_list": lazy("see which pages you manage"),
    "pages_manage_posts": lazy("publish, change and delete posts of the page"),
    "pages_read_engagement": lazy("read the posts of the page"),
    "pages_read_user_content": lazy("read what stands on the page"),
    "instagram_basic": lazy("read the account's posts"),
    "instagram_content_publish": lazy("publish posts"),
    "business_management": lazy("reach pages that belong to a business"),
    "https://www.googleapis.com/auth/youtube.upload": lazy("upload videos"),
    "https://www.googleapis.com/auth/youtube.readonly": lazy("see the channel and its videos"),
    "https://www.googleapis.com/auth/youtube": lazy("manage the channel's videos"),
    "https://www.googleapis.com/auth/youtube.force-ssl": lazy("change and delete the channel's videos"),
}
HOWS = {
    "oauth": lazy(
        "You sign in on the platform, and it gives the desk keys of its own. The desk never sees the password."
    ),
    "password": lazy("With an app password, which you make on the platform for this desk alone."),
    "token": lazy("With a token, which you make on the platform for this desk alone."),
    "none": lazy("It is not connected: people post there by hand, and attest it here."),
}


def scopes(names: Any) -> list[tuple[str, Any]]:
    """Each scope with what it allows; "" where only the platform's own name for it is known."""
    return [(name, SCOPES.get(name, "")) for name in names]


def does(can: Can) -> list[str]:
    """What the desk can do on a platform."""
    if can.by_hand:
        return [_("make the exact text to post, and keep the picture that proves it")]
    edit = {"history": _("change a post in place; readers see that it was"), "silent": "", "no": ""}[can.edit]
    pairs = (
        (True, _("publish what was released")),
        (can.threads, _("divide a long text into a thread")),
        (can.reads, _("read back and keep what the platform serves")),
        (can.finds, _("find posts that nobody approved")),
        (bool(edit), edit),
        (can.delete, _("take a post down that is retracted")),
    )
    return [said for holds, said in pairs if holds]


def standing(row: Connection | None, can: Can | None, now: datetime) -> tuple[str, Any]:
    """How a connection stands: `level` (none, hand, open, soon, void, never) and the same in words."""
    if can is None:
        return "never", _("The desk cannot publish on this platform.")
    if can.by_hand or can.sign_in == "none":
        return "hand", _("People post there by hand.")
    if row is None:
        return "none", _("Not connected.")
    if row.void:
        return "void", row.void
    if row.expires and row.expires <= now + SOON and can.token_days >= 1:
        return "soon", _("Connected; the keys run out soon.")
    return "open", _("Connected.")

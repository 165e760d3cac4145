"""Telegram as data. `/s/` shows a channel to visitors; an invitation link names no account."""

from postorders.platforms.platform import Kind, Platform, Way, gettext_noop

PLATFORM = Platform(
    id="telegram",
    label="Telegram",
    host="t.me",
    hosts=("www.t.me", "telegram.me", "www.telegram.me", "telegram.dog"),
    kinds={"": Kind(r"[A-Za-z][A-Za-z0-9_]{2,30}[A-Za-z0-9]", "https://t.me/{handle}")},
    ways=(Way("/s/{handle}"), Way("/{handle}"), Way("//{handle}.t.me")),
    reserved=frozenset(
        "joinchat addstickers addemoji addtheme addlist share s c iv login proxy socks setlanguage bg confirmphone "
        "invoice boost contact giftcode msg web k a www".split()
    ),
    walls=("if you have telegram, you can contact",),
    by_hand=(gettext_noop("Administrators of the channel and the rights of each."),),
    limits={"bio": 255},
)

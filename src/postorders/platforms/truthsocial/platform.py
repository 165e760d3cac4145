"""Truth Social as data."""

from postorders.platforms.platform import Kind, Platform, Way, gettext_noop

PLATFORM = Platform(
    id="truthsocial",
    label="Truth Social",
    host="truthsocial.com",
    hosts=("www.truthsocial.com",),
    kinds={
        "": Kind(r"[A-Za-z0-9_]{1,30}", "https://truthsocial.com/@{handle}"),
        "group": Kind(r"[\w-]{1,100}", "https://truthsocial.com/group/{handle}"),
    },
    ways=(Way("/@{handle}"), Way("/group/{handle}", "group")),
    walls=("log in to truth social", "sign up to see more"),
    by_hand=(gettext_noop("The bio and its link, and whether the account carries a verification mark."),),
)

"""Snapchat as data."""

from postorders.platforms.platform import Kind, Platform, Way, gettext_noop

PLATFORM = Platform(
    id="snapchat",
    label="Snapchat",
    host="www.snapchat.com",
    hosts=("snapchat.com", "story.snapchat.com", "m.snapchat.com"),
    kinds={
        "": Kind(r"[A-Za-z][A-Za-z0-9_.-]{1,13}[A-Za-z0-9]", "https://www.snapchat.com/@{handle}"),
        "id": Kind(
            r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}",
            "https://www.snapchat.com/p/{handle}",
            opaque=True,
        ),
    },
    ways=(
        Way("/@{handle}"),
        Way("/add/{handle}"),
        Way("/s/{handle}"),
        Way("/u/{handle}"),
        Way("/p/{handle}", "id"),
    ),
    shorts=("t.snapchat.com",),
    by_hand=(gettext_noop("The public profile, its website, and who holds a role in it."),),
)

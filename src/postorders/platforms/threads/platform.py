"""Threads as data."""

from postorders.platforms.platform import Kind, Platform, Way, gettext_noop

PLATFORM = Platform(
    id="threads",
    label="Threads",
    host="www.threads.com",
    hosts=("threads.com", "threads.net", "www.threads.net"),
    kinds={"": Kind(r"[A-Za-z0-9_](?:[A-Za-z0-9_.]{0,28}[A-Za-z0-9_])?", "https://www.threads.com/@{handle}")},
    ways=(Way("/@{handle}"),),
    walls=("log in with your instagram account", "log in to see more from", "continue with instagram"),
    by_hand=(gettext_noop("About this profile: the date it joined, where it is based, and its former user names."),),
)

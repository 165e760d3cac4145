"""TikTok as data."""

from postorders.platforms.platform import Kind, Platform, Way, gettext_noop

PLATFORM = Platform(
    id="tiktok",
    label="TikTok",
    host="www.tiktok.com",
    hosts=("tiktok.com", "m.tiktok.com"),
    kinds={"": Kind(r"[A-Za-z0-9_](?:[A-Za-z0-9_.]{0,22}[A-Za-z0-9_])", "https://www.tiktok.com/@{handle}")},
    ways=(Way("/@{handle}"), Way("/embed/@{handle}"), Way("/share/user/@{handle}")),
    shorts=("vm.tiktok.com", "vt.tiktok.com"),
    walls=("log in to tiktok", "log in to follow creators"),
    by_hand=(gettext_noop("The bio and its link, and whether the account carries a verification mark."),),
    limits={"bio": 80},
)

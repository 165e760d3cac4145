"""Instagram as data."""

from postorders.platforms.platform import Kind, Platform, Way, gettext_noop

PLATFORM = Platform(
    id="instagram",
    label="Instagram",
    host="www.instagram.com",
    hosts=("instagram.com", "m.instagram.com", "instagr.am", "www.instagr.am", "ig.me", "www.ig.me"),
    kinds={"": Kind(r"[A-Za-z0-9_](?:[A-Za-z0-9_.]{0,28}[A-Za-z0-9_])?", "https://www.instagram.com/{handle}/")},
    ways=(Way("/stories/{handle}"), Way("/_u/{handle}"), Way("/m/{handle}"), Way("/@{handle}"), Way("/{handle}")),
    reserved=frozenset(
        "p reel reels tv stories explore accounts direct about legal developer press api web emails challenge login "
        "directory download topics tags locations share s graphql static oauth privacy terms help your_activity _u m "
        "popular ar nametag qr hashtag signup".split()
    ),
    walls=(
        "log in to see photos and videos",
        "sign up to see photos and videos",
        "log in to instagram",
        "login • instagram",
    ),
    by_hand=(
        gettext_noop("About this account: the date it joined, where it is based, and its former user names."),
        gettext_noop("The link in the bio, and whether the account is a professional one with contact buttons."),
    ),
    limits={"bio": 150},
)

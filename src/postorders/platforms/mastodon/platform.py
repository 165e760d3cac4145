"""Mastodon as data, and other servers whose profiles stand at `/@name`: any host may be one."""

from postorders.platforms.platform import Kind, Platform, Way, gettext_noop

PLATFORM = Platform(
    id="mastodon",
    label="Mastodon",
    anywhere=True,
    kinds={"": Kind(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,62}[A-Za-z0-9_])?", "https://{host}/@{handle}")},
    ways=(
        Way("/@{handle}@{host}"),
        Way("/web/@{handle}@{host}"),
        Way("/@{handle}"),
        Way("/web/@{handle}"),
        Way("/users/{handle}"),
    ),
    spoken=((r"@(?P<handle>[^@/?#:\s]+)@(?P<host>[^@/?#\s]+)", "https://{host}/@{handle}"),),
    elsewhere=(
        *("medium.com", "substack.com", "rumble.com", "odysee.com", "ko-fi.com", "steemit.com", "hive.blog"),
        *("dev.to", "npmjs.com", "codepen.io", "linktr.ee", "likee.video", "clubhouse.com", "lemon8-app.com"),
    ),
    reads="api",
    walls=("this server requires you to log in", "to view this profile, log in"),
    by_hand=(
        gettext_noop("Verified links: the profile's links that are marked because the website links back."),
        gettext_noop("The server's About page: who runs it and under which rules."),
    ),
    limits={"bio": 500, "name": 30},
)

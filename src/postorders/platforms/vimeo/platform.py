"""Vimeo as data. A number alone is a video."""

from postorders.platforms.platform import Kind, Platform, Way, gettext_noop

PLATFORM = Platform(
    id="vimeo",
    label="Vimeo",
    host="vimeo.com",
    hosts=("www.vimeo.com", "m.vimeo.com"),
    kinds={
        "": Kind(r"(?!\d+$)[A-Za-z0-9_-]{2,50}", "https://vimeo.com/{handle}"),
        "channels": Kind(r"[A-Za-z0-9_-]{2,50}", "https://vimeo.com/channels/{handle}"),
        "groups": Kind(r"[A-Za-z0-9_-]{2,50}", "https://vimeo.com/groups/{handle}"),
    },
    ways=(Way("/channels/{handle}", "channels"), Way("/groups/{handle}", "groups"), Way("/{handle}")),
    reserved=frozenset(
        "watch log_in login join upload search categories channels groups album albums showcase event events manage "
        "settings features pricing upgrade ondemand stock blog help terms privacy cookie_policy about jobs create "
        "enterprise video player api solutions for-hire ott home explore site_map".split()
    ),
    walls=("log in to vimeo", "verify to continue"),
    by_hand=(gettext_noop("The profile's description and links, and the members of its team."),),
)

"""Bluesky as data. A handle is a domain name; the identifier (`did:`) stays when the handle changes."""

from postorders.platforms.platform import Kind, Platform, Way, gettext_noop

_DOMAIN = r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ENDING = r"(?i:bsky\.social|gov|us|org|com|net|edu|mil)"  # others would catch handles that merely hold a period

PLATFORM = Platform(
    id="bluesky",
    label="Bluesky",
    host="bsky.app",
    hosts=("www.bsky.app", "main.bsky.dev", "staging.bsky.app", "bsky.social"),
    kinds={
        "": Kind(_DOMAIN, "https://bsky.app/profile/{handle}"),
        "id": Kind(
            r"did:(?:plc:[a-z2-7]{24}|web:[A-Za-z0-9.-]{3,253})", "https://bsky.app/profile/{handle}", opaque=True
        ),
    },
    ways=(
        Way("/profile/{handle}", "id"),
        Way("/profile/@{handle}"),
        Way("/profile/{handle}"),
        Way("//{name}.bsky.social", handle="{name}.bsky.social"),
    ),
    spoken=((rf"@(?P<handle>[^@/?#:\s]+\.{_ENDING})", "https://bsky.app/profile/{handle}"),),
    shorts=("go.bsky.app",),
    suffix=".bsky.social",
    reads="api",
    walls=("this account has requested that users sign in to view their profile", "sign in to view"),
    by_hand=(
        gettext_noop("Whether the handle is the department's own domain, which proves who holds it."),
        gettext_noop("The verification mark, and who gave it."),
    ),
    limits={"bio": 256, "name": 64},
)

"""X as data; it was Twitter until July 2023, and the old addresses lead to the new ones."""

from postorders.platforms.platform import Kind, Platform, Way, gettext_noop

PLATFORM = Platform(
    id="x",
    label="X",
    former=("Twitter",),
    host="x.com",
    hosts=(
        *("www.x.com", "mobile.x.com", "m.x.com", "twitter.com", "www.twitter.com", "mobile.twitter.com"),
        *("m.twitter.com", "web.twitter.com"),
    ),
    kinds={
        "": Kind(r"[A-Za-z0-9_]{1,15}", "https://x.com/{handle}"),
        "id": Kind(r"\d{1,20}", "https://x.com/i/user/{handle}", opaque=True),
    },
    ways=(
        Way("/i/user/{handle}", "id"),
        Way("/intent/user?screen_name={handle}"),
        Way("/intent/follow?screen_name={handle}"),
        Way("/intent/user?user_id={handle}", "id"),
        Way("/@{handle}"),
        Way("/{handle}"),
    ),
    reserved=frozenset(
        "home search hashtag i intent share login logout signup settings explore notifications messages compose tos "
        "privacy about jobs download account who_to_follow widgets oauth statuses status help rules articles "
        "communities lists topics trends moments".split()
    ),
    shorts=("t.co", "pic.twitter.com", "pic.x.com"),
    walls=(
        "log in to x",
        "log in to twitter",
        "sign in to x",
        "don’t miss what’s happening",
        "people on x are the first to know",
        "javascript is not available",
    ),
    by_hand=(
        gettext_noop("About this account: the date it joined, where it is based, and how often its user name changed."),
        gettext_noop("The check mark: gray is for government, blue is bought."),
    ),
    limits={"bio": 160, "name": 50},
)

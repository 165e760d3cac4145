"""YouTube as data. A handle, a custom name (`/c/`) and a user name of former years may be three different channels."""

from postorders.platforms.platform import Kind, Platform, Way, gettext_noop

PLATFORM = Platform(
    id="youtube",
    label="YouTube",
    host="www.youtube.com",
    hosts=("youtube.com", "m.youtube.com", "music.youtube.com", "{region}.youtube.com", "gaming.youtube.com"),
    kinds={
        "": Kind(r"[\w.·-]{1,30}", "https://www.youtube.com/@{handle}"),
        "channel": Kind(r"UC[A-Za-z0-9_-]{22}", "https://www.youtube.com/channel/{handle}", case=True, opaque=True),
        "c": Kind(r"[\w.·-]{1,100}", "https://www.youtube.com/c/{handle}", alias=True),
        "user": Kind(r"[\w.-]{1,60}", "https://www.youtube.com/user/{handle}", alias=True),
    },
    ways=(
        Way("/@{handle}"),
        Way("/channel/{handle}", "channel"),
        Way("/c/{handle}", "c"),
        Way("/user/{handle}", "user"),
        Way("/{handle}", "c"),
    ),
    reserved=frozenset(
        "watch shorts playlist playlists feed results live embed v e redirect premium about t c user channel channels "
        "account login signin logout upload studio creators ads howyoutubeworks attribution_link clip post hashtag "
        "gaming music movies kids reporthistory oops handle s api iframe_api ytscframe live_chat new paid_memberships "
        "trending intl supported_browsers tv".split()
    ),
    shorts=("youtu.be", "www.youtu.be"),
    walls=("before you continue to youtube", "sign in to confirm you’re not a bot"),
    by_hand=(
        gettext_noop("About: the description, the links, the date the channel joined, and its country."),
        gettext_noop("Permissions in YouTube Studio: who owns and who manages the channel."),
    ),
    limits={"bio": 1000},
)

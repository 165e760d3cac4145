"""Reddit as data."""

from postorders.platforms.platform import Kind, Platform, Way, gettext_noop

_NAME = r"[A-Za-z0-9_-]{2,21}"

PLATFORM = Platform(
    id="reddit",
    label="Reddit",
    host="www.reddit.com",
    hosts=(
        *("reddit.com", "old.reddit.com", "new.reddit.com", "np.reddit.com", "sh.reddit.com", "m.reddit.com"),
        *("i.reddit.com", "amp.reddit.com", "{region}.reddit.com"),
    ),
    kinds={
        "r": Kind(_NAME, "https://www.reddit.com/r/{handle}/"),
        "user": Kind(_NAME, "https://www.reddit.com/user/{handle}/"),
    },
    ways=(Way("/r/{handle}", "r"), Way("/user/{handle}", "user"), Way("/u/{handle}", "user")),
    shorts=("redd.it", "v.redd.it", "i.redd.it"),
    walls=("log in to reddit", "you've been blocked by network security", "log in to confirm you’re over 18"),
    by_hand=(
        gettext_noop("The moderators of the community, in the order of their rights."),
        gettext_noop("The community's description and rules in both the new and the old design."),
    ),
)

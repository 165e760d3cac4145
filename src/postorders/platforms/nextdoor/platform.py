"""Nextdoor as data. What an agency posts is seen by members; its page says little to a visitor."""

from postorders.platforms.platform import Kind, Platform, Way, gettext_noop

_SLUG = r"[\w.-]{1,120}"

PLATFORM = Platform(
    id="nextdoor",
    label="Nextdoor",
    host="nextdoor.com",
    hosts=("www.nextdoor.com", "m.nextdoor.com", "us.nextdoor.com", "{region}.nextdoor.com"),
    kinds={
        "": Kind(rf"[A-Za-z]{{2}}/{_SLUG}/{_SLUG}", "https://nextdoor.com/agency-detail/{handle}/"),
        "agency": Kind(_SLUG, "https://nextdoor.com/agency/{handle}/"),
        "pages": Kind(_SLUG, "https://nextdoor.com/pages/{handle}/"),
    },
    ways=(
        Way("/agency-detail/{state}/{city}/{name}", handle="{state}/{city}/{name}"),
        Way("/agency/{handle}", "agency"),
        Way("/pages/{handle}", "pages"),
    ),
    reads="person",
    walls=("log in to nextdoor", "welcome back, neighbor", "discover your neighborhood", "sign up to see"),
    by_hand=(
        gettext_noop("What a resident sees of the agency's page after a login, and who its staff members are there."),
    ),
)

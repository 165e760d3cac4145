"""Pinterest as data."""

from postorders.platforms.platform import Kind, Platform, Way, gettext_noop

PLATFORM = Platform(
    id="pinterest",
    label="Pinterest",
    host="www.pinterest.com",
    hosts=(
        *("pinterest.com", "m.pinterest.com", "{region}.pinterest.com", "www.pinterest.ca", "pinterest.ca"),
        *("www.pinterest.co.uk", "pinterest.co.uk", "www.pinterest.de", "pinterest.de", "www.pinterest.fr"),
        *("pinterest.fr", "www.pinterest.es", "pinterest.es", "www.pinterest.com.mx", "www.pinterest.com.au"),
    ),
    kinds={"": Kind(r"[A-Za-z0-9_]{3,30}", "https://www.pinterest.com/{handle}/")},
    ways=(Way("/{handle}"),),
    reserved=frozenset(
        "pin explore ideas search login signup settings about business today categories topics videos password "
        "_tools discover following news_hub resource shopping logout".split()
    ),
    shorts=("pin.it",),
    walls=("log in to see more", "log in to pinterest", "sign up to see more"),
    by_hand=(gettext_noop("Whether the department's website is claimed by the account."),),
)

"""Flickr as data. The alias in an address counts with its capitals folded; the number (`NSID`) never changes."""

from postorders.platforms.platform import Kind, Platform, Way, gettext_noop

_NUMBER = r"\d{5,14}@N\d\d"

PLATFORM = Platform(
    id="flickr",
    label="Flickr",
    host="www.flickr.com",
    hosts=("flickr.com", "m.flickr.com", "secure.flickr.com"),
    kinds={
        "": Kind(r"[A-Za-z0-9_-]{3,40}", "https://www.flickr.com/people/{handle}/"),
        "id": Kind(_NUMBER, "https://www.flickr.com/people/{handle}/", case=True, opaque=True),
        "groups": Kind(rf"[A-Za-z0-9_-]{{3,60}}|{_NUMBER}", "https://www.flickr.com/groups/{handle}/"),
    },
    ways=(
        Way("/people/{handle}", "id"),
        Way("/photos/{handle}", "id"),
        Way("/people/{handle}"),
        Way("/photos/{handle}"),
        Way("/groups/{handle}", "groups"),
    ),
    shorts=("flic.kr",),
    by_hand=(gettext_noop("About: the description, the website, and the date the account joined."),),
)

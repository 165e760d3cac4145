"""Nixle as data: an agency's page stands on the local host."""

from postorders.platforms.platform import Kind, Platform, Way, gettext_noop

PLATFORM = Platform(
    id="nixle",
    label="Nixle",
    former=("Everbridge Nixle",),
    host="local.nixle.com",
    hosts=("nixle.com", "www.nixle.com", "agency.nixle.com", "m.nixle.com"),
    kinds={"": Kind(r"[A-Za-z0-9][A-Za-z0-9_.-]{2,120}", "https://local.nixle.com/{handle}/")},
    ways=(Way("/{handle}"),),
    reserved=frozenset(
        "alert alerts city county state zipcode register signup login accounts account about contact help search "
        "privacy terms resources pricing community-engagement advisory message agency_list".split()
    ),
    shorts=("nixle.us",),
    by_hand=(gettext_noop("The agency's name, address and telephone number beside its messages."),),
)

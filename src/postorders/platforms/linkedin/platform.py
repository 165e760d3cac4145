"""LinkedIn as data."""

from postorders.platforms.platform import Kind, Platform, Way, gettext_noop

_SLUG = r"[\w&.’'%-]{1,100}"

PLATFORM = Platform(
    id="linkedin",
    label="LinkedIn",
    host="www.linkedin.com",
    hosts=("linkedin.com", "m.linkedin.com", "touch.linkedin.com", "mobile.linkedin.com", "{region}.linkedin.com"),
    kinds={
        "company": Kind(_SLUG, "https://www.linkedin.com/company/{handle}/"),
        "school": Kind(_SLUG, "https://www.linkedin.com/school/{handle}/"),
        "showcase": Kind(_SLUG, "https://www.linkedin.com/showcase/{handle}/"),
        "in": Kind(_SLUG, "https://www.linkedin.com/in/{handle}/"),
        "groups": Kind(r"\d{1,20}", "https://www.linkedin.com/groups/{handle}/", opaque=True),
    },
    ways=(
        Way("/company/{handle}", "company"),
        Way("/company-beta/{handle}", "company"),
        Way("/organization-guest/company/{handle}", "company"),
        Way("/school/{handle}", "school"),
        Way("/edu/school/{handle}", "school"),
        Way("/showcase/{handle}", "showcase"),
        Way("/in/{handle}", "in"),
        Way("/groups/{handle}", "groups"),
    ),
    shorts=("lnkd.in",),
    walls=("sign in to linkedin", "join linkedin", "sign up | linkedin", "join now to see", "agree & join linkedin"),
    by_hand=(
        gettext_noop("Manage admins: who is super admin and who edits content."),
        gettext_noop("About: the website, the telephone number, and whether the page is verified."),
    ),
    limits={"bio": 2000},
)

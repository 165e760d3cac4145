"""Facebook as data. Capitals and periods in a user name do not count there."""

from postorders.platforms.platform import Kind, Platform, Way, gettext_noop

PLATFORM = Platform(
    id="facebook",
    label="Facebook",
    host="www.facebook.com",
    hosts=(
        *("facebook.com", "m.facebook.com", "mobile.facebook.com", "web.facebook.com", "touch.facebook.com"),
        *("mbasic.facebook.com", "free.facebook.com", "0.facebook.com", "{region}.facebook.com"),
        *("fb.com", "www.fb.com", "m.fb.com", "m.me", "www.m.me"),
    ),
    kinds={
        "": Kind(
            r"(?!\d+$)[A-Za-z0-9](?:[A-Za-z0-9.]{0,48}[A-Za-z0-9])", "https://www.facebook.com/{handle}", ignored="."
        ),
        "id": Kind(r"\d{5,20}", "https://www.facebook.com/profile.php?id={handle}", opaque=True),
        "groups": Kind(r"[A-Za-z0-9.]{2,60}", "https://www.facebook.com/groups/{handle}", ignored="."),
    },
    ways=(
        Way("/profile.php?id={handle}", "id"),
        Way("/pages/category/{_}/{_}-{handle}", "id"),
        Way("/pages/category/{_}/{handle}"),
        Way("/pages/{_}/{handle}", "id"),
        Way("/people/{_}/{handle}", "id"),
        Way("/p/{_}-{handle}", "id"),
        Way("/pg/{_}-{handle}", "id"),
        Way("/pg/{handle}"),
        Way("/groups/{handle}", "groups"),
        Way("/{handle}", "id"),
        Way("/{_}-{handle}", "id"),
        Way("/{handle}"),
    ),
    reserved=frozenset(
        "watch share sharer sharer.php login login.php logout hashtag intent home home.php explore groups events "
        "marketplace gaming reel reels stories story.php photo photo.php photos permalink.php posts video.php videos "
        "media help policies privacy settings search pages people pg p profile profile.php pageprofile ads business "
        "directory legal terms about careers developers plugins dialog recover reg r.php l.php checkpoint messages "
        "notifications bookmarks friends saved fundraisers donate games jobs notes live latest find-friends me "
        "public ajax api help.php tr signup messenger offers weather commerce".split()
    ),
    shorts=("fb.me", "fb.watch", "on.fb.me"),
    walls=(
        "you must log in to continue",
        "log in to facebook",
        "log into facebook",
        "log in or sign up for facebook",
        "you must log in first",
        "this content isn't available right now",
    ),
    by_hand=(
        gettext_noop(
            "Page transparency: when the page was made, which names it had, from which countries it is managed."
        ),
        gettext_noop("Page access: who holds full control, who has tasks, and which business portfolio owns the page."),
        gettext_noop("The intro and the contact details, as a visitor sees them without a login."),
    ),
    limits={"bio": 101},
)

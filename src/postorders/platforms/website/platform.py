"""The rest of the web as data; the short hosts are services that hide where a link leads."""

from postorders.platforms.platform import Platform, gettext_noop

PLATFORM = Platform(
    id="website",
    label="Website",
    former=("Web page",),
    shorts=(
        *("bit.ly", "tinyurl.com", "goo.gl", "ow.ly", "buff.ly", "is.gd", "rb.gy", "cutt.ly", "t.ly", "tiny.cc"),
        *("dlvr.it", "shorturl.at", "bl.ink", "rebrand.ly", "conta.cc", "g.co", "maps.app.goo.gl", "qrco.de"),
    ),
    by_hand=(
        gettext_noop("Who holds the domain's registration, and until when."),
        gettext_noop("Which account can change the page."),
    ),
)

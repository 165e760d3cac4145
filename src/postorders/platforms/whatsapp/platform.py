"""WhatsApp as data: the channel's id is all that its address says."""

from postorders.platforms.platform import Kind, Platform, Way, gettext_noop

PLATFORM = Platform(
    id="whatsapp",
    label="WhatsApp",
    host="www.whatsapp.com",
    hosts=("whatsapp.com", "wa.me", "www.wa.me", "api.whatsapp.com", "web.whatsapp.com"),
    kinds={
        "": Kind(r"[A-Za-z0-9]{20,26}", "https://www.whatsapp.com/channel/{handle}", case=True, opaque=True),
        "phone": Kind(r"\d{7,15}", "https://wa.me/{handle}", opaque=True),
    },
    ways=(Way("/channel/{handle}"), Way("/send?phone={handle}", "phone"), Way("/{handle}", "phone")),
    by_hand=(gettext_noop("The channel's description, its link, its verification mark, and its administrators."),),
)

"""Whatever is pasted: an address in one form, or a refusal, and never anything else."""

import random

from hypothesis import example, given
from hypothesis import strategies as st

from postorders.errors import InputError
from postorders.platforms.address import Address, address
from postorders.platforms.library import platforms

HOSTS = sorted(
    {host.replace("{region}", "de") for one in platforms().values() for host in (one.host, *one.hosts) if host}
)
PIECES = [
    *("fgpd", "FultonGrovePD", "fulton.grove_pd", "/about", "/posts/1", "?ref=x", "100064800000017", "/", "2", "-mo"),
    *("https://", "http://", "//", "\\\\", "javascript:", "@", ":", "/", "//", "?", "#", "&", "=", "%", "%2e%2e", "%00"),
    *("%E2%80%8B", "%ff", "%25", "..", ".", " ", "\u200b", "\u202e", "\ud800", "\x00", "é", "е", "ß", "İ", "ｘ", "。"),
    *("xn--", "xn--bcher-kva", "bücher", "example.gov", "police", "PD", "profile.php", "id=100064800000017", "u=", "q="),
    *("groups", "channel", "UC", "user", "company", "(", ")", "[::1]", "127.0.0.1", ":8080", ":99999", "l.php", "-", "_"),
    *("did:plc:abcdefghijklmnopqrstuvwx", "@fgpd@civic.example", "www.", "a" * 70, "🚓", "\t", "\n", "'", '"', "+", ";"),
    *("https%3A%2F%2Fx.com%2Ffgpd", "l.facebook.com", "www.google.com/url", "0x7f", "2130706433", "[", "]", "٣", "ﬁ", "ǆ"),
]  # fmt: skip


def holds(text: str) -> Address | None:
    """The address of a text, after looking that it is one in one form; None where it was refused."""
    try:
        found = address(text)
    except InputError as refused:
        assert refused.problems[0].what
        assert refused.problems[0].mend
        return None
    assert address(found.url) == found
    assert found.url.startswith("https://") or (found.host.rpartition(":")[2].isdigit() and found.url[:7] == "http://")
    assert found.url.isascii() and found.host.isascii()
    assert found.key.startswith(f"{found.platform}:")
    assert found.kind in platforms()[found.platform].kinds or found.kind == ""
    assert "@" not in found.url.split("/")[2]
    return found


def test_ten_thousand_made_up_urls_are_survived() -> None:
    dice = random.Random(4)
    taken = 0
    for _each in range(10_000):
        start = dice.choice(("", "https://", "http://")) + dice.choice((*HOSTS, "example.gov", "civic.example", ""))
        tail = "".join(dice.choice(PIECES) for _piece in range(dice.randrange(5)))
        taken += holds(start + dice.choice(("/", "/@", "")) + tail) is not None
    assert taken > 1_000


@given(st.text(max_size=80))
@example("a:@b.c")
@example("https://ẞ.example")
@example("https://xn--ls8h.la/%2F%2e%2E?=&")
def test_any_text_is_an_address_or_is_refused(text: str) -> None:
    holds(text)


@given(st.sampled_from(HOSTS), st.text(max_size=40))
def test_any_path_on_a_known_host_is_an_account_or_is_refused(host: str, path: str) -> None:
    holds(f"https://{host}/{path}")


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_any_joining_of_odd_pieces_is_an_address_or_is_refused(text: str) -> None:
    holds(text)


@given(st.from_regex(r"[A-Za-z][A-Za-z0-9]{4,13}", fullmatch=True))
def test_capitals_of_a_handle_do_not_make_another_account(handle: str) -> None:
    for form in ("https://tiktok.com/@{}", "https://t.me/s/{}", "https://www.threads.net/@{}", "@{}@civic.example"):
        assert address(form.format(handle)).key == address(form.format(handle.upper())).key

"""What names no account is refused, and the message says what to do."""

from urllib.parse import quote

import pytest

from postorders.errors import InputError
from postorders.platforms.address import address, same

MEND = 'Open the account and paste its own address, such as "https://www.facebook.com/fultongrovepd".'
HOST = 'It must be like "www.example.gov". Look for a slip in the address.'
PASTE = 'Paste the address of the page, such as "https://www.facebook.com/fultongrovepd".'


def told(text: str) -> str:
    with pytest.raises(InputError) as refused:
        address(text)
    return str(refused.value)


@pytest.mark.parametrize("scheme", "javascript file ftp gopher data mailto tel blob view-source at ws".split())
def test_other_schemes_are_refused(scheme: str) -> None:
    assert told(f"{scheme}:x.com/fgpd") == (
        f'An address of an account begins with https://, not with "{scheme}:". {PASTE}'
    )


@pytest.mark.parametrize(
    "text", ["https://pat:secret@x.com/fgpd", "https://pat@x.com/fgpd", "pat@x.com/fgpd", "https://pat%40x.com/fgpd"]
)
def test_a_name_or_a_password_before_the_host_is_refused_and_not_repeated(text: str) -> None:
    assert told(text) == (
        "The address holds a user name or a password before the host. "
        "Remove what stands before the @. If it is a password, change it: it was pasted."
    )


@pytest.mark.parametrize("text", ["", "   ", "\u200b", '""', "<>", "...", "\n"])
def test_nothing_is_refused(text: str) -> None:
    assert told(text) == 'There is no address. Paste one, such as "https://www.facebook.com/fultongrovepd".'


def test_more_than_2000_characters_are_refused() -> None:
    assert address("https://example.gov/" + "a" * 1980).platform == "website"
    assert told("example.gov/" + "a" * 1989) == (
        "The address has 2,001 characters; no more than 2,000 are taken. Paste the address of the account alone."
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("fultongrovepd", f'"fultongrovepd" is a bare word and not an address. {MEND}'),
        ("localhost", f'"localhost" is a bare word and not an address. {MEND}'),
        ("@fultongrovepd", f'"@fultongrovepd" does not say on which platform. {MEND}'),
        ("@fulton.grove", f'"@fulton.grove" does not say on which platform. {MEND}'),
        ("pat@example.gov", f'"pat@example.gov" is an e-mail address and not that of an account. {MEND}'),
        ("facebook.com", f'"facebook.com" names no account of Facebook. {MEND}'),
        ("facebook.com/login", f'"facebook.com/login" names no account of Facebook. {MEND}'),
        ("business.facebook.com/fgpd", f'"business.facebook.com/fgpd" belongs to Facebook and names no account. {MEND}'),
        ("youtube.com/watch?v=1", f'"youtube.com/watch?v=1" names no account of YouTube. {MEND}'),
        ("youtu.be/abc", f'"youtu.be/abc" is a short link of YouTube that does not name an account. {MEND}'),
        ("bit.ly/fgpd", f'"bit.ly/fgpd" is a short link that does not say where it leads. {MEND}'),
        ("see x.com/fgpd", '"see x.com/fgpd" is more than one address, or none. Paste the address alone, without words or blanks in it.'),
        ("http://2130706433/", f'"2130706433" is not the name of a host. {HOST}'),
        ("http://0x7f.1/", f'"0x7f.1" is not the name of a host. {HOST}'),
        ("http://[::1%eth0]/", f'"[::1%eth0]" is not the name of a host. {HOST}'),
        ("https://-x-.example/", f'"-x-.example" is not the name of a host. {HOST}'),
        ("https://xn--a.example/", f'"xn--a.example" is not the name of a host. {HOST}'),
        ("https://example.gov:99999/", f'"https://example.gov:99999/" has a port that no server can have. {MEND}'),
        ("x.com/\x00", "The address holds a NUL character at position 7. Remove it."),
    ],
)  # fmt: skip
def test_the_message_says_what_is_wrong_and_what_to_do(text: str, message: str) -> None:
    assert told(text) == message


@pytest.mark.parametrize(
    "text",
    [
        *("facebook.com/watch/?v=1", "facebook.com/sharer/sharer.php?u=x", "facebook.com/hashtag/fgpd"),
        *(
            "facebook.com/events/1",
            "facebook.com/marketplace",
            "facebook.com/share/p/1",
            "facebook.com/photo.php?fbid=1",
        ),
        *("instagram.com/p/abc", "instagram.com/explore", "instagram.com/accounts/login", "threads.com/fgpd"),
        *("x.com/home", "x.com/hashtag/fgpd", "x.com/intent/tweet?text=x", "x.com/share", "x.com/sixteen_letters_"),
        *("youtube.com", "youtube.com/playlist?list=1", "youtube.com/channel/fgpd", "bsky.app/profile/fgpd"),
        *("linkedin.com/feed", "linkedin.com/posts/x", "nextdoor.com/login", "tiktok.com/discover", "reddit.com/login"),
        *("t.me/joinchat/AAA", "t.me/+AAAA", "vimeo.com/12345", "pinterest.com/pin/1", "local.nixle.com/alert/1"),
    ],
)
def test_a_platform_s_own_pages_are_no_accounts(text: str) -> None:
    assert "names no account" in told(text)


def test_wrappers_are_taken_off_only_so_often() -> None:
    text = "https://x.com/fgpd"
    for _layer in range(4):
        text = f"https://l.facebook.com/l.php?u={quote(text, safe='')}"
    assert address(text).key == "x:fgpd"
    for _layer in range(2):
        text = f"https://l.facebook.com/l.php?u={quote(text, safe='')}"
    assert "is wrapped in too many redirects." in told(text)


def test_what_stands_in_a_wrapper_is_looked_at_as_closely() -> None:
    assert "not with" in told("https://l.facebook.com/l.php?u=javascript%3Aalert.x")


def test_same_refuses_as_well() -> None:
    with pytest.raises(InputError):
        same("x.com/fgpd", "x.com/home")

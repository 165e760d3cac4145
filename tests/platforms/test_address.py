"""Which account a pasted address names: each line is what somebody pastes, and the account in one form."""

import pytest

from postorders.platforms.address import address, same

CHANNEL = "UCfultonGrovePolice_-001"
NUMBER = "100064800000017"
PAGE = f"https://www.facebook.com/profile.php?id={NUMBER}"

ACCOUNTS = [
    # Facebook: capitals and periods do not count; numbers are accounts of their own
    ("https://www.facebook.com/FultonGrovePD", "facebook:fultongrovepd", "https://www.facebook.com/FultonGrovePD"),
    ("http://facebook.com/fulton.grove.pd/", "facebook:fultongrovepd", "https://www.facebook.com/fulton.grove.pd"),
    ("fb.com/fultongrovepd", "facebook:fultongrovepd", "https://www.facebook.com/fultongrovepd"),
    ("m.facebook.com/fultongrovepd/about", "facebook:fultongrovepd", "https://www.facebook.com/fultongrovepd"),
    ("https://es-la.facebook.com/fultongrovepd", "facebook:fultongrovepd", "https://www.facebook.com/fultongrovepd"),
    ("https://m.me/fultongrovepd", "facebook:fultongrovepd", "https://www.facebook.com/fultongrovepd"),
    ("facebook.com/pg/fultongrovepd/posts/", "facebook:fultongrovepd", "https://www.facebook.com/fultongrovepd"),
    ("facebook.com/fultongrovepd/posts/123?ref=page", "facebook:fultongrovepd", "https://www.facebook.com/fultongrovepd"),
    ("facebook.com/fultongrovepd/videos", "facebook:fultongrovepd", "https://www.facebook.com/fultongrovepd"),
    (f"https://www.facebook.com/profile.php?id={NUMBER}&mibextid=ab", f"facebook:id:{NUMBER}", PAGE),
    (f"https://www.facebook.com/people/Fulton-Grove-Police/{NUMBER}/", f"facebook:id:{NUMBER}", PAGE),
    (f"https://www.facebook.com/p/Fulton-Grove-Police-{NUMBER}/", f"facebook:id:{NUMBER}", PAGE),
    (f"https://www.facebook.com/pages/Fulton-Grove/{NUMBER}?sk=info", f"facebook:id:{NUMBER}", PAGE),
    (f"https://www.facebook.com/pages/category/Police-Station/Fulton-Grove-{NUMBER}/", f"facebook:id:{NUMBER}", PAGE),
    (f"https://www.facebook.com/Fulton-Grove-Police-{NUMBER}", f"facebook:id:{NUMBER}", PAGE),
    (f"facebook.com/{NUMBER}", f"facebook:id:{NUMBER}", PAGE),
    ("facebook.com/groups/fultonwatch/", "facebook:groups:fultonwatch", "https://www.facebook.com/groups/fultonwatch"),
    # Instagram, Threads
    ("https://instagram.com/FultonGrovePD?igsh=x1==", "instagram:fultongrovepd", "https://www.instagram.com/FultonGrovePD/"),
    ("instagram.com/fulton.grove_pd/reels/", "instagram:fulton.grove_pd", "https://www.instagram.com/fulton.grove_pd/"),
    ("instagram.com/stories/fultongrovepd/31", "instagram:fultongrovepd", "https://www.instagram.com/fultongrovepd/"),
    ("https://www.threads.net/@fultongrovepd", "threads:fultongrovepd", "https://www.threads.com/@fultongrovepd"),
    ("@fultongrovepd@threads.net", "threads:fultongrovepd", "https://www.threads.com/@fultongrovepd"),
    # X, formerly Twitter
    ("https://twitter.com/FultonGrovePD", "x:fultongrovepd", "https://x.com/FultonGrovePD"),
    ("http://mobile.twitter.com/fultongrovepd?ref_src=twsrc", "x:fultongrovepd", "https://x.com/fultongrovepd"),
    ("x.com/fultongrovepd/status/1790000000000000000", "x:fultongrovepd", "https://x.com/fultongrovepd"),
    ("twitter.com/intent/user?screen_name=fultongrovepd", "x:fultongrovepd", "https://x.com/fultongrovepd"),
    ("x.com/i/user/783214", "x:id:783214", "https://x.com/i/user/783214"),
    # YouTube: a handle, a custom name and an old user name may be three channels; capitals count in an id
    ("youtube.com/@FultonGrovePD/videos", "youtube:fultongrovepd", "https://www.youtube.com/@FultonGrovePD"),
    (f"m.youtube.com/channel/{CHANNEL}", f"youtube:channel:{CHANNEL}", f"https://www.youtube.com/channel/{CHANNEL}"),
    ("youtube.com/c/FultonGrovePD", "youtube:c:fultongrovepd", "https://www.youtube.com/c/FultonGrovePD"),
    ("http://www.youtube.com/fultongrovepd", "youtube:c:fultongrovepd", "https://www.youtube.com/c/fultongrovepd"),
    ("youtube.com/user/fultongrovepd/about", "youtube:user:fultongrovepd", "https://www.youtube.com/user/fultongrovepd"),
    # Bluesky: handles are domains, the identifier stays
    ("https://bsky.app/profile/fultongrove.gov", "bluesky:fultongrove.gov", "https://bsky.app/profile/fultongrove.gov"),
    ("@fgpd.bsky.social", "bluesky:fgpd.bsky.social", "https://bsky.app/profile/fgpd.bsky.social"),
    ("https://fgpd.bsky.social/", "bluesky:fgpd.bsky.social", "https://bsky.app/profile/fgpd.bsky.social"),
    ("bsky.app/profile/fgpd.bsky.social/post/3k", "bluesky:fgpd.bsky.social", "https://bsky.app/profile/fgpd.bsky.social"),
    (
        "https://bsky.app/profile/did:plc:abcdefghijklmnopqrstuvwx",
        "bluesky:id:did:plc:abcdefghijklmnopqrstuvwx",
        "https://bsky.app/profile/did:plc:abcdefghijklmnopqrstuvwx",
    ),
    # Mastodon: any host, by address or by name and host
    ("@FGPD@civic.example", "mastodon:fgpd@civic.example", "https://civic.example/@FGPD"),
    ("https://civic.example/@fgpd/110000000000000001", "mastodon:fgpd@civic.example", "https://civic.example/@fgpd"),
    ("https://civic.example/users/fgpd", "mastodon:fgpd@civic.example", "https://civic.example/@fgpd"),
    ("https://other.example/@fgpd@civic.example", "mastodon:fgpd@civic.example", "https://civic.example/@fgpd"),
    ("https://medium.com/@fgpd", "website:medium.com/@fgpd", "https://medium.com/@fgpd"),
    # others
    ("https://de.linkedin.com/company/fulton-grove-pd/about/", "linkedin:company:fulton-grove-pd", "https://www.linkedin.com/company/fulton-grove-pd/"),
    ("linkedin.com/in/pat-larkin-00", "linkedin:in:pat-larkin-00", "https://www.linkedin.com/in/pat-larkin-00/"),
    (
        "https://nextdoor.com/agency-detail/mo/fulton-grove/fulton-grove-police/?i=x",
        "nextdoor:mo/fulton-grove/fulton-grove-police",
        "https://nextdoor.com/agency-detail/mo/fulton-grove/fulton-grove-police/",
    ),
    ("https://www.tiktok.com/@fultongrovepd/video/7", "tiktok:fultongrovepd", "https://www.tiktok.com/@fultongrovepd"),
    ("old.reddit.com/r/FultonGrove/new", "reddit:r:fultongrove", "https://www.reddit.com/r/FultonGrove/"),
    ("reddit.com/u/fgpd", "reddit:user:fgpd", "https://www.reddit.com/user/fgpd/"),
    ("https://www.flickr.com/photos/fultongrovepd/sets", "flickr:fultongrovepd", "https://www.flickr.com/people/fultongrovepd/"),
    ("https://www.flickr.com/photos/66000000@N02/", "flickr:id:66000000@N02", "https://www.flickr.com/people/66000000@N02/"),
    ("pinterest.com/fultongrovepd/boards", "pinterest:fultongrovepd", "https://www.pinterest.com/fultongrovepd/"),
    ("vimeo.com/fultongrovepd", "vimeo:fultongrovepd", "https://vimeo.com/fultongrovepd"),
    ("https://www.snapchat.com/add/fultonpd", "snapchat:fultonpd", "https://www.snapchat.com/@fultonpd"),
    ("https://t.me/s/fultongrovepd", "telegram:fultongrovepd", "https://t.me/fultongrovepd"),
    ("fultongrovepd.t.me", "telegram:fultongrovepd", "https://t.me/fultongrovepd"),
    (
        "https://whatsapp.com/channel/0029VaFultonGrovePD00x",
        "whatsapp:0029VaFultonGrovePD00x",
        "https://www.whatsapp.com/channel/0029VaFultonGrovePD00x",
    ),
    ("https://wa.me/18165550100", "whatsapp:phone:18165550100", "https://wa.me/18165550100"),
    ("http://local.nixle.com/fulton-grove-police-department/", "nixle:fulton-grove-police-department", "https://local.nixle.com/fulton-grove-police-department/"),
    ("truthsocial.com/@fultongrovepd", "truthsocial:fultongrovepd", "https://truthsocial.com/@fultongrovepd"),
    # a website: its host and path; www does not count, capitals of a path do
    ("example.gov", "website:example.gov", "https://example.gov/"),
    ("HTTP://WWW.Example.GOV/Police/", "website:example.gov/Police", "https://www.example.gov/Police/"),
    ("example.gov/index.aspx?NID=12&utm_source=x&fbclid=y#top", "website:example.gov/index.aspx?NID=12", "https://example.gov/index.aspx?NID=12"),
    ("example.gov/a//b/./c/../d", "website:example.gov/a/b/d", "https://example.gov/a/b/d"),
    ("https://example.gov:443/police", "website:example.gov/police", "https://example.gov/police"),
    ("http://127.0.0.1:8001/page", "website:127.0.0.1:8001/page", "http://127.0.0.1:8001/page"),
    ("http://localhost:8001/page", "website:localhost:8001/page", "http://localhost:8001/page"),
    ("https://[2001:DB8::0:1]/", "website:[2001:db8::1]", "https://[2001:db8::1]/"),
    ("https://bücher.example/ä", "website:xn--bcher-kva.example/%C3%A4", "https://xn--bcher-kva.example/%C3%A4"),
    ("XN--BCHER-KVA.example", "website:xn--bcher-kva.example", "https://xn--bcher-kva.example/"),
    ("ＥＸＡＭＰＬＥ．ｇｏｖ", "website:example.gov", "https://example.gov/"),
]  # fmt: skip


@pytest.mark.parametrize(("pasted", "key", "url"), ACCOUNTS)
def test_an_address_is_brought_into_one_form(pasted: str, key: str, url: str) -> None:
    found = address(pasted)
    assert (found.key, found.url) == (key, url)
    assert address(found.url) == found


@pytest.mark.parametrize(
    "pasted",
    [
        '"https://x.com/fgpd"',
        "<https://x.com/fgpd>",
        "(x.com/fgpd)",
        "  x.com/fgpd.  ",
        "“x.com/fgpd/”,",
        "https://x.com//fgpd///",
        "https:x.com/fgpd",
        "https://https://x.com/fgpd",
        "//x.com/fgpd",
        "https:\\\\x.com\\fgpd",
        "HTTPS://X.COM./FGPD",
        "x.com/\u200bfg\u2060pd\u202e",
        "https://x.com/%66gpd",
        "https://x.com/fgpd?utm_source=mail&s=20#m",
        "https://l.facebook.com/l.php?u=https%3A%2F%2Ftwitter.com%2Ffgpd%3Ffbclid%3D1&h=AT0",
        "https://www.google.com/url?sa=t&q=https://x.com/fgpd&usg=AO",
        "https://www.youtube.com/redirect?event=about&q=https%3A%2F%2Fx.com%2Ffgpd",
        "https://nam02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fx.com%2Ffgpd&data=05",
        "https://www.google.com/url?q=https%3A%2F%2Fl.facebook.com%2Fl.php%3Fu%3Dhttps%253A%252F%252Fx.com%252Ffgpd",
    ],
)
def test_what_surrounds_an_address_does_not_count(pasted: str) -> None:
    assert address(pasted).key == "x:fgpd"


def test_a_login_page_leads_to_the_page_behind_it() -> None:
    pasted = "https://www.facebook.com/login/?next=https%3A%2F%2Fwww.facebook.com%2Ffultongrovepd"
    assert address(pasted).key == "facebook:fultongrovepd"


def test_the_handle_stays_as_it_was_written_and_the_host_is_the_canonical_one() -> None:
    found = address("http://m.facebook.com/Fulton.GrovePD")
    assert (found.platform, found.handle, found.host) == ("facebook", "Fulton.GrovePD", "www.facebook.com")


def test_an_account_of_mastodon_has_its_server_as_host() -> None:
    found = address("@fgpd@civic.example")
    assert (found.handle, found.host) == ("fgpd", "civic.example")


def test_the_kind_of_name_is_told() -> None:
    assert address("youtube.com/@fgpd").kind == ""
    assert address("youtube.com/c/fgpd").kind == "c"
    assert address("example.gov:8080/c").kind == ""


def test_a_host_in_other_letters_can_be_read_in_them() -> None:
    found = address("https://www.bücher.example/x")
    assert (found.host, found.readable) == ("www.xn--bcher-kva.example", "https://www.bücher.example/x")


def test_a_host_of_letters_that_look_like_others_is_another_host() -> None:
    assert not same("https://exаmple.gov", "https://example.gov")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.facebook.com/Fulton.Grove.PD", "fb.com/fultongrovepd/about"),
        ("https://twitter.com/FGPD", "x.com/fgpd"),
        ("http://www.example.gov/police/", "https://example.gov/police"),
        ("example.gov/x?b=2&a=1", "example.gov/x?a=1&b=2"),
        ("@fgpd@civic.example", "https://www.civic.example/@fgpd"),
    ],
)
def test_two_addresses_of_one_account_are_the_same(one: str, other: str) -> None:
    assert same(one, other)
    assert same(address(one), other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("x.com/fgpd", "instagram.com/fgpd"),
        ("instagram.com/fg.pd", "instagram.com/fgpd"),
        ("youtube.com/@fgpd", "youtube.com/user/fgpd"),
        ("youtube.com/channel/UC" + "a" * 22, "youtube.com/channel/UC" + "A" * 22),
        ("example.gov/Police", "example.gov/police"),
        ("example.gov/x?NID=1", "example.gov/x?NID=2"),
        ("@fgpd@civic.example", "@fgpd@other.example"),
        ("linkedin.com/company/fgpd", "linkedin.com/in/fgpd"),
        ("example.gov:8080", "example.gov"),
    ],
)
def test_addresses_of_two_accounts_are_not_the_same(one: str, other: str) -> None:
    assert not same(one, other)


@pytest.mark.parametrize("host", ["google.com", "www.google.com.mx", "google.co.uk", "www.google.de"])
def test_a_search_engine_leads_on_under_its_names(host: str) -> None:
    assert address(f"https://{host}/url?q=https://x.com/fgpd").key == "x:fgpd"


@pytest.mark.parametrize("host", ["google.pd.lol", "google.zip", "google.evil", "google.com.evil"])
def test_a_host_that_only_begins_like_it_leads_nowhere(host: str) -> None:
    assert address(f"https://{host}/url?q=https://x.com/fgpd").platform == "website"

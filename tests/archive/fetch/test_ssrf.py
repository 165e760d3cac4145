"""The fetcher is never a way into the house: what it refuses, and that nothing private hears of it."""

from __future__ import annotations

import random
import socket

import pytest
from tests.archive.fetch.town import AGENT, QUICK, Names, Reply, Site, fetcher, redirect, serve

from postorders.archive.fetch import Fetcher, NotFetched
from postorders.archive.fetch.address import public
from postorders.archive.fetch.connect import same
from postorders.errors import InputError

REFUSED = [
    # Only the web
    ("scheme", "file:///etc/passwd"),
    ("scheme", "FILE://localhost/etc/passwd"),
    ("scheme", "gopher://cedarbluff.gov:70/_GET"),
    ("scheme", "ftp://cedarbluff.gov/list"),
    ("scheme", "data:text/html,<p>hello"),
    ("scheme", "javascript:alert(1)"),
    ("scheme", "dict://cedarbluff.gov:2628/d"),
    ("scheme", "ldap://cedarbluff.gov/"),
    ("scheme", "jar:https://cedarbluff.gov!/"),
    ("scheme", "view-source:https://cedarbluff.gov/"),
    ("scheme", "//cedarbluff.gov/"),
    ("scheme", "cedarbluff.gov"),
    ("scheme", "https:cedarbluff.gov"),
    ("scheme", "https:///etc/passwd"),
    ("scheme", ""),
    # No credentials, nor what looks like them
    ("credentials", "https://user:secret@cedarbluff.gov/"),
    ("credentials", "https://user@cedarbluff.gov/"),
    ("credentials", "https://@cedarbluff.gov/"),
    ("credentials", "https://cedarbluff.gov@127.0.0.1/"),
    ("credentials", "https://cedarbluff.gov:80@10.0.0.1:80/"),
    # Only the ports of the web
    ("port", "https://cedarbluff.gov:22/"),
    ("port", "http://cedarbluff.gov:8080/"),
    ("port", "http://cedarbluff.gov:0/"),
    ("port", "http://cedarbluff.gov:65536/"),
    ("port", "http://cedarbluff.gov:-80/"),
    ("port", "http://cedarbluff.gov:http/"),
    ("port", "http://127.0.0.1:6379/"),
    # Private and special IPv4 addresses
    ("address", "http://0.0.0.0/"),
    ("address", "http://0.1.2.3/"),
    ("address", "http://10.0.0.1/"),
    ("address", "http://10.255.255.255/"),
    ("address", "http://100.64.0.1/"),
    ("address", "http://100.100.100.200/latest/meta-data/"),
    ("address", "http://127.0.0.1/"),
    ("address", "https://127.8.9.10/"),
    ("address", "http://168.63.129.16/"),
    ("address", "http://169.254.169.254/latest/meta-data/"),
    ("address", "http://172.16.0.1/"),
    ("address", "http://172.31.255.255/"),
    ("address", "http://192.0.0.192/opc/v1/"),
    ("address", "http://192.0.2.1/"),
    ("address", "http://192.88.99.1/"),
    ("address", "http://192.168.1.1/"),
    ("address", "http://198.18.0.1/"),
    ("address", "http://198.51.100.1/"),
    ("address", "http://203.0.113.1/"),
    ("address", "http://224.0.0.1/"),
    ("address", "http://239.255.255.250/"),
    ("address", "http://240.0.0.1/"),
    ("address", "http://255.255.255.255/"),
    # The same in other spellings
    ("address", "http://2130706433/"),
    ("address", "http://0x7f000001/"),
    ("address", "http://0x7f.1/"),
    ("address", "http://017700000001/"),
    ("address", "http://0177.0.0.1/"),
    ("address", "http://127.1/"),
    ("address", "http://127.0.1/"),
    ("address", "http://127.0.0.01/"),
    ("address", "http://127.0.0.0x1/"),
    ("address", "http://127.0.0.1.1/"),
    ("address", "http://1/"),
    ("address", "http://0/"),
    ("address", "http://0x/"),
    ("address", "http://4294967296/"),
    ("address", "http://3232235777/"),
    ("address", "http://cedarbluff.127/"),
    ("address", "http://１２７.０.０.１/"),
    ("address", "http://①②⑦.⓪.⓪.①/"),
    ("address", "http://127。0。0。1/"),
    ("address", "http://%31%32%37.0.0.1/"),
    # IPv6
    ("address", "http://[::]/"),
    ("address", "http://[::1]/"),
    ("address", "http://[0:0:0:0:0:0:0:1]/"),
    ("address", "http://[0000::0001]:80/"),
    ("address", "http://[fc00::1]/"),
    ("address", "http://[fd00:ec2::254]/latest/meta-data/"),
    ("address", "http://[fe80::1]/"),
    ("address", "http://[fe80::1%25eth0]/"),
    ("address", "http://[fe80::1%eth0]/"),
    ("address", "http://[2606:4700::1%25eth0]/"),
    ("address", "http://[fec0::1]/"),
    ("address", "http://[ff02::1]/"),
    ("address", "http://[100::1]/"),
    ("address", "http://[2001:db8::1]/"),
    ("address", "http://[3fff::1]/"),
    ("address", "http://[5f00::1]/"),
    ("address", "http://[2606:4700::1].cedarbluff.gov/"),
    # IPv4 inside IPv6
    ("address", "http://[::ffff:10.0.0.1]/"),
    ("address", "http://[::ffff:7f00:1]/"),
    ("address", "http://[::ffff:169.254.169.254]/"),
    ("address", "http://[::127.0.0.1]/"),
    ("address", "http://[::ffff:0:127.0.0.1]/"),
    ("address", "http://[64:ff9b::10.0.0.1]/"),
    ("address", "http://[64:ff9b::7f00:1]/"),
    ("address", "http://[64:ff9b:1::10.0.0.1]/"),
    ("address", "http://[2002:a00:1::1]/"),
    ("address", "http://[2002:7f00:1::]/"),
    ("address", "http://[2001:0:a00:1::]/"),
    ("address", "http://[2001::f5ff:fffe]/"),
    ("address", "http://[2606:4700::5efe:10.0.0.1]/"),
    ("address", "http://[2606:4700::200:5efe:192.168.1.1]/"),
    # Names of one machine or network
    ("name", "http://localhost/"),
    ("name", "http://LOCALHOST/"),
    ("name", "http://localhost./"),
    ("name", "http://cedarbluff.localhost/"),
    ("name", "http://printer.local/"),
    ("name", "http://metadata.google.internal/"),
    ("name", "http://router.home.arpa/"),
    ("name", "http://intranet/"),
    ("name", "http://wiki.corp/"),
    ("name", "http://ｌｏｃａｌｈｏｓｔ/"),
    ("name", "http://cedarbluff.gov./"),
    ("name", "http://cedarbluff.gov。/"),
    # What is no name, or is read differently by others
    ("name", "http://cedarbluff.gov\\.cedar.example/"),
    ("name", "http:\\\\127.0.0.1\\"),
    ("name", "http://127.0.0.1\\@cedarbluff.gov/"),
    ("name", "http://cedar bluff.gov/"),
    ("name", "http://cedarbluff.gov\t.example/"),
    ("name", "http://cedarbluff.gov/\r\nX-Extra: 1"),
    ("name", "http://cedarbluff.gov\x00/"),
    ("name", "http://cedar%2ebluff.gov/"),
    ("name", "http://cedar..gov/"),
    ("name", "http://.gov/"),
    ("name", "http://-cedar.gov/"),
    ("name", "http://straße.de/"),
    ("name", "http://ced\u200dar.gov/"),
    ("name", "http://cedar\u2100.gov/"),
    ("name", "http://[::1/"),
    ("name", "http://" + "a" * 64 + ".gov/"),
    ("name", "http://cedarbluff.gov/" + "a" * 2_048),
]


@pytest.mark.parametrize(("why", "url"), REFUSED)
def test_is_refused_before_a_name_is_looked_up(why: str, url: str) -> None:
    names = Names()
    with pytest.raises(NotFetched) as refused:
        Fetcher(AGENT, QUICK, resolve=names).fetch(url)
    assert refused.value.why == why
    assert names.asked == []
    assert isinstance(refused.value, InputError)
    (problem,) = refused.value.problems
    assert problem.what.endswith(".")
    assert problem.mend.endswith(".")
    assert "secret" not in str(problem)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("cedarbluff.gov", "begins with https://"),
        ("https://cedarbluff.gov./", "Leave the last dot out"),
        ("https://straße.de/", "xn--"),
        ("https://me:secret@cedarbluff.gov/", "before the @ sign"),
        ("https://cedarbluff.gov:8443/", "port 8443"),
        ("http://10.0.0.1/", "10.0.0.1, which belongs to a private"),
    ],
)
def test_a_refusal_says_what_to_mend(url: str, words: str) -> None:
    with pytest.raises(NotFetched) as refused:
        Fetcher(AGENT, QUICK, resolve=Names()).fetch(url)
    assert words in str(refused.value)
    assert "secret" not in str(refused.value)


ANSWERS = [
    ["127.0.0.1"],
    ["10.1.2.3"],
    ["169.254.169.254"],
    ["100.64.0.1"],
    ["0.0.0.0"],
    ["::1"],
    ["fd12::1"],
    ["fe80::1%2"],
    ["2606:4700::1%2"],
    ["::ffff:127.0.0.1"],
    ["64:ff9b::a00:1"],
    ["2002:a00:1::1"],
    # One bad answer among good ones is enough, wherever it stands
    ["8.8.8.8", "127.0.0.1"],
    ["127.0.0.1", "8.8.8.8"],
    ["2606:4700::1", "8.8.8.8", "fd00::2"],
]


@pytest.mark.parametrize("answers", ANSWERS)
def test_a_public_name_that_leads_into_a_private_network_is_refused(answers: list[str]) -> None:
    names = Names(cedarbluff_gov=[answers])
    with pytest.raises(NotFetched) as refused:
        Fetcher(AGENT, QUICK, resolve=names).fetch("https://cedarbluff.gov/")
    assert refused.value.why == "address"
    assert refused.value.problems[0].file == "https://cedarbluff.gov/"


def test_names_in_other_letters_are_looked_up_in_their_ascii_form() -> None:
    names = Names()
    with pytest.raises(NotFetched) as refused:
        Fetcher(AGENT, QUICK, resolve=names).fetch("https://Peñasco.gov/Aviso")
    assert names.asked == ["xn--peasco-xwa.gov"]
    assert refused.value.why == "name"


@pytest.mark.parametrize("answer", [[], ["not-an-address"]])
def test_a_name_service_that_answers_nonsense_leads_nowhere(answer: list[str]) -> None:
    with pytest.raises(NotFetched) as refused:
        Fetcher(AGENT, QUICK, resolve=Names(cedarbluff_gov=[answer])).fetch("https://cedarbluff.gov/")
    assert refused.value.why in ("name", "address")


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "1.1.1.1", "100.63.255.255", "172.32.0.1", "2606:4700::1111", "2a00:1450::1", "64:ff9b::808:808"],
)
def test_public_addresses_are_public(address: str) -> None:
    assert public(address)


REDIRECTS = [
    ("address", "http://127.0.0.1/"),
    ("address", "http://169.254.169.254/latest/meta-data/"),
    ("address", "http://[::1]/"),
    ("address", "http://2130706433/"),
    ("address", "//10.0.0.1/"),
    ("address", "http://inside.gov/"),
    ("name", "http://localhost/"),
    ("port", "http://127.0.0.1:6379/"),
    ("port", "https://cedarbluff.gov:8443/"),
    ("scheme", "file:///etc/passwd"),
    ("scheme", "gopher://127.0.0.1:6379/_INFO"),
    ("scheme", "ftp://cedarbluff.gov/"),
    ("scheme", "data:text/html,hello"),
    ("credentials", "http://user:secret@cedarbluff.gov/"),
    ("name", "http:\\\\127.0.0.1\\"),
]


@pytest.mark.parametrize(
    ("why", "place", "status"),
    [(why, place, 302) for why, place in REDIRECTS] + [(*REDIRECTS[0], status) for status in (301, 303, 307, 308)],
)
def test_a_redirect_is_checked_as_if_it_were_the_first_address(why: str, place: str, status: int) -> None:
    names = Names(inside_gov=[["192.168.0.10"]])
    with serve({"/": redirect(place, status)}) as site, pytest.raises(NotFetched) as refused:
        fetcher(site, resolve=names).fetch(site.url())
    assert refused.value.why == why
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("path", ["/", "/robots.txt"])
def test_a_listed_host_leads_to_no_private_one_that_is_not_listed(path: str) -> None:
    with serve() as secret, serve({"/": Reply(), path: redirect(secret.url())}) as site:
        with pytest.raises(NotFetched) as refused:
            fetcher(site).fetch(site.url())
        assert refused.value.why == "port"
        assert secret.asked == []


def test_what_is_listed_is_a_host_with_its_port_and_nothing_beside_it() -> None:
    with serve() as site, serve() as other:
        with pytest.raises(NotFetched, match="port"):
            fetcher(site).fetch(other.url())
        with pytest.raises(NotFetched, match="port"):
            fetcher(site, resolve=Names(x_gov=[["127.0.0.1"]])).fetch(f"http://x.gov:{site.port}/")
        assert fetcher(site, other).fetch(other.url()).status == 200
        assert site.asked == []


@pytest.mark.parametrize("entry", ["127.0.0.1", "localhost", ":80", "localhost:http", "http://localhost:80", "a b:80"])
def test_a_test_host_is_listed_with_its_port_or_not_at_all(entry: str) -> None:
    with pytest.raises(InputError):
        Fetcher(AGENT, allow=[entry])


def test_a_name_is_looked_up_once_so_that_it_cannot_change_its_mind() -> None:
    with serve({"/": redirect("/next"), "/next": Reply()}, name="city.test") as site:
        with serve(bind="127.0.0.2", port=site.port) as trap:
            names = Names(city_test=[["127.0.0.1"], ["127.0.0.2"]])
            capture = fetcher(site, resolve=names).fetch(site.url())
            assert names.asked == ["city.test"]
            assert trap.asked == []
        assert capture.final == site.url("/next")
        assert site.paths == ["/robots.txt", "/", "/next"]


def test_a_name_that_turns_private_between_two_fetches_is_refused() -> None:
    names = Names(cedarbluff_gov=[["127.0.0.1"]], city_test=[["127.0.0.1"]])
    with serve(name="city.test") as site:
        robot = fetcher(site, resolve=names)
        assert robot.fetch(site.url()).status == 200
        with pytest.raises(NotFetched) as refused:
            robot.fetch("http://cedarbluff.gov/")
    assert refused.value.why == "address"


def test_the_other_end_of_a_connection_has_to_be_the_address_that_was_checked() -> None:
    with serve() as site, socket.create_connection(("127.0.0.1", site.port)) as line:
        same(line, "127.0.0.1")
        with pytest.raises(NotFetched) as refused:
            same(line, "8.8.8.8")
    assert refused.value.why == "address"
    with socket.socket() as unconnected, pytest.raises(NotFetched):
        same(unconnected, "127.0.0.1")


def test_a_listed_host_may_be_an_ipv6_address() -> None:
    with serve(bind="::1") as found:
        site = Site(found.port, {}, host="[::1]")
        assert fetcher(site).fetch(site.url()).final == f"http://[::1]:{site.port}/"


def test_a_proxy_of_the_environment_hears_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    with serve() as proxy, serve() as site:
        for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url())
        assert fetcher(site).fetch(site.url()).status == 200
        assert proxy.asked == []


def test_whatever_is_asked_for_the_answer_is_a_plain_refusal() -> None:
    """Two thousand made-up addresses; the name service knows only a private one."""
    dice = random.Random(261)
    parts = [
        "http://",
        "https://",
        "//",
        "[",
        "]",
        "::1",
        "127.0.0.1",
        "@",
        ":80",
        ":",
        "/",
        "\\",
        "%",
        "%00",
        "?",
        "#",
    ]
    parts += ["a.gov", "xn--", "．", "é", "\u202e", "0x", "..", " ", "\n", "localhost", "file:", "9" * 40, "\ud800"]
    robot = Fetcher(AGENT, QUICK, resolve=lambda *_: [(socket.AF_INET, 1, 6, "", ("10.0.0.7", 80))])
    for _ in range(2_000):
        with pytest.raises(NotFetched):
            robot.fetch("".join(dice.choices(parts, k=dice.randint(1, 7))))

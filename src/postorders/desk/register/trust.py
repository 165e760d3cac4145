"""trust.txt: which accounts and websites are the department's, for programs that look for it at a known place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from postorders.desk.base import scope
from postorders.desk.pages.models import Website
from postorders.desk.people.models import Department
from postorders.desk.policy.force import bare_policy, versions_in_force
from postorders.desk.register.opened import address_of, hostwide, later, opened, plainly
from postorders.desk.register.shown import public
from postorders.errors import InputError
from postorders.platforms.address import WEBSITE, Address, address

TEXT = "text/plain; charset=utf-8"
TRAINING = "data_training"  # the local setting, "yes" or "no"; without it the file says nothing of it
MOST_DEPARTMENTS = 200  # beyond so many the websites are not searched for a host
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_PHONE = re.compile(r"\+?[0-9(][0-9 ().-]{5,}[0-9]")
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")


@opened
def of_department(request: HttpRequest, department: Department) -> HttpResponse:
    """The file of one department, to be copied or proxied to its own website."""
    return plainly(written(department), TEXT)


@hostwide
def of_host(request: HttpRequest) -> HttpResponse:
    """The file of this host, where it is one department's: the only one, or the one whose official website this is."""
    department = _whose(request.get_host())
    if department is None:
        what = _("This host serves several departments, and none of them has its official website here.")
        example = address_of("/d/<department>/trust.txt")
        return later(f"{what} {_('Each has a file of its own: {address}').format(address=example)}", 86_400)
    with scope.within(department.id):
        return plainly(written(department), TEXT)


def written(department: Department) -> str:
    """The whole file. Called in the department's scope."""
    head = f"# {_one_line(department.name)}\n# {address_of(reverse('register-public', args=[department.slug]))}\n"
    return head + "".join(f"{name}={value}\n" for name, value in lines(department))


def lines(department: Department) -> Iterator[tuple[str, str]]:
    """The attributes and their values: accounts that are listed today, websites, and how to reach the department."""
    for url in dict.fromkeys(public().filter(state="listed").values_list("url", flat=True)):
        yield "social", _one_line(url)
    for site in websites():
        yield "control", site
    yield "contact", contact(department)
    if (allowed := department.settings.get(TRAINING)) in ("yes", "no"):
        yield "datatrainingallowed", allowed


def websites() -> list[str]:
    """The official websites, as roots: of the pages that are watched, or else those that the adopted policies name."""
    found = [root for root in _roots() if _HOST.fullmatch(urlsplit(root).netloc)]
    hosts_seen: dict[str, str] = {}
    for root in found or [f"https://{host}/" for host in _named()]:
        hosts_seen.setdefault(_bare(root), root)
    return list(hosts_seen.values())


def watched_hosts() -> list[str]:
    """The hosts that are the department's whole: watched at their root, or watched anywhere and named by a policy."""
    return list(dict.fromkeys(urlsplit(root).netloc for root in _roots()))


def official(asked: Address) -> bool:
    """Whether a place of the web is on the official website: on a host that is the department's whole, or at or below
    a page that is watched. Others may have pages on the same host.
    """
    if asked.platform != WEBSITE:
        return False
    whole, place = {_bare(root) for root in _roots()}, asked.handle.partition("?")[0]
    return asked.host.removeprefix("www.") in whole or any(
        place == page or place.startswith(f"{page}/") for page in filter(None, map(_place, _watched()))
    )


def contact(department: Department) -> str:
    """The department's contact as a URI; what is none leads to the page of the list, which shows it as it is."""
    given = _one_line(department.contact)
    if given.startswith(("https://", "http://")) and " " not in given:
        return given
    if email := _EMAIL.search(given):
        return f"mailto:{quote(email[0], safe='@+._-')}"
    if phone := _PHONE.search(given):
        digits = re.sub(r"[^0-9+]", "", phone[0])
        return f"tel:{digits}"
    return address_of(reverse("register-public", args=[department.slug]))


def _watched() -> list[str]:
    return [url for url in Website.objects.filter(ended=None).values_list("url", flat=True) if "://" in url]


def _roots() -> list[str]:
    """The roots of the watched hosts that are the department's whole."""
    named, found = {_bare(host) for host in _named()}, []
    for url in _watched():
        parts = urlsplit(url)
        if (parts.path in ("", "/") and not parts.query) or _bare(url) in named:
            found.append(f"{parts.scheme}://{parts.netloc.lower()}/")
    return found


def _named() -> list[str]:
    """The hosts that the policies in force name as the department's website."""
    given = (one for version in versions_in_force() for one in bare_policy(version).manifest.websites)
    return [host for one in given if _HOST.fullmatch(host := one.lower().strip().rstrip("/"))]


def _bare(url: str) -> str:
    """The host of a URL, or a host, without its www."""
    return (urlsplit(url).netloc or url).lower().removeprefix("www.")


def _place(url: str) -> str:
    """Host and path of a watched page in the form of addresses; "" for one that has none."""
    try:
        return address(url).handle.partition("?")[0].rstrip("/")
    except InputError:
        return ""


def _whose(host: str) -> Department | None:
    """The one department that a host belongs to. Only websites that it watches count: a pack may be shared by many."""
    some = list(Department.objects.order_by("slug")[: MOST_DEPARTMENTS + 1])
    if len(some) == 1:
        return some[0]
    wanted, found = host.lower().removeprefix("www."), []
    for department in some if len(some) <= MOST_DEPARTMENTS else ():
        with scope.within(department.id):
            if wanted in (one.removeprefix("www.") for one in watched_hosts()):
                found.append(department)
    return found[0] if len(found) == 1 else None


def _one_line(text: str) -> str:
    return "".join(one for one in " ".join(text.split()) if one.isprintable())

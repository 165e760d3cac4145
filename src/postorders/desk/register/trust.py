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
    found = [f"{urlsplit(url).scheme}://{urlsplit(url).netloc}/" for url in _watched()]
    for version in () if found else versions_in_force():
        hosts = (one.lower().strip().rstrip("/") for one in bare_policy(version).manifest.websites)
        found += [f"https://{host}/" for host in hosts if _HOST.fullmatch(host)]
    hosts_seen: dict[str, str] = {}
    for root in found:
        hosts_seen.setdefault(urlsplit(root).netloc.removeprefix("www."), root)
    return list(hosts_seen.values())


def watched_hosts() -> list[str]:
    """The hosts of the official website whose pages are watched."""
    return list(dict.fromkeys(urlsplit(url).netloc.lower() for url in _watched()))


def contact(department: Department) -> str:
    """The department's contact as a URI; what is none leads to the page of the list, which shows it as it is."""
    given = department.contact.strip()
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


def _whose(host: str) -> Department | None:
    """The department that a host belongs to. Only the websites that it watches count: a pack may be shared by many."""
    some = list(Department.objects.order_by("slug")[: MOST_DEPARTMENTS + 1])
    if len(some) == 1:
        return some[0]
    wanted = host.lower().removeprefix("www.")
    for department in some if len(some) <= MOST_DEPARTMENTS else ():
        with scope.within(department.id):
            if wanted in (one.removeprefix("www.") for one in watched_hosts()):
                return department
    return None


def _one_line(text: str) -> str:
    return " ".join(text.split())

"""What tests of the register's pages have in common: the page's words, its address, the account as it stands."""

from __future__ import annotations

import re
from typing import Any

from tests.desk.cast import Place

from postorders.desk.register.models import Site

LIST = "/desk/sites/"


def said(answer: Any) -> str:
    """The page's words, without tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def page(site: Site, name: str = "") -> str:
    """The address of an account, or of a step with it."""
    return f"{LIST}{site.id}/{f'{name}/' if name else ''}"


def again(site: Site, place: Place) -> Site:
    """The account as the register has it now."""
    with place.within():
        return Site.objects.get(id=site.id)

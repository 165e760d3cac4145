"""Whether a roster's addresses can be those that members sign in with."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from postorders.errors import Problem


def clashes(wanted: Mapping[uuid.UUID, tuple[int, str]]) -> list[Problem]:
    """What speaks against giving these members (by id) their new addresses, each with its line in a roster."""
    from postorders.desk.signin.models import Account

    mine = {
        member: email
        for part in _parts(wanted)
        for member, email in Account.objects.filter(member__in=part).values_list("member_id", "email")
    }
    taken = {
        email: member
        for part in _parts(wanted[member][1].lower() for member in mine)
        for email, member in Account.objects.filter(email__in=part).values_list("email", "member_id")
    }
    found = []
    for member in mine:
        line, address = wanted[member][0], wanted[member][1].lower()
        if not address:
            found.append(Problem(_("This person signs in with an e-mail address."), _("Give the new one."), line=line))
        elif taken.get(address, member) != member:
            found.append(Problem(_("%s belongs to another account.") % address, _("Give another address."), line=line))
    return found


def _parts(items: Iterable[Any]) -> Iterator[list[Any]]:
    """A database takes a few hundred values in one question."""
    ahead = iter(items)
    while part := list(islice(ahead, 500)):
        yield part

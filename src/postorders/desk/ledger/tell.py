"""Who did what, told to whoever runs the desk; that it was told is on the record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils import timezone

from postorders.desk.base import scope
from postorders.desk.base.person import machine
from postorders.desk.ledger.reading import Asked, Told, asked, note_reading, readable
from postorders.desk.ledger.reading import tell as worded
from postorders.desk.people.models import Department
from postorders.errors import refuse
from postorders.words import _


def tell(slug: str, about: str = "", person: str = "", since: date | None = None) -> Iterator[Told]:
    """The entries of a department in words, newest first: about a matter, by or about a member, since a day.

    Raises InputError when there is no such department.
    """
    department = Department.objects.filter(slug=slug).first()
    if department is None:
        there = ", ".join(Department.objects.order_by("slug").values_list("slug", flat=True)) or _("none")
        raise refuse(_("There is no department {slug!r} here.").format(slug=slug), _("There are: ") + there + ".")
    with scope.within(department.id), timezone.override(department.timezone):
        note_reading(machine(), "command line")
        yield from worded(asked(readable(machine()), Asked(about=about, person=person, since=since)))

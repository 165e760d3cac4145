"""The Chief sets the guidelines for style and content: a text that people read, and rules that the desk looks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from postorders.desk.base import scope
from postorders.desk.base.act import Done, Refused, act
from postorders.desk.base.person import Person
from postorders.desk.drafts import record, rights, style
from postorders.desk.drafts.models import Guide
from postorders.desk.people.models import Department
from postorders.desk.people.who import today
from postorders.desk.register.rules import acts_as


@act("guide.set", "{actor_name} set version {guide} of the style guidelines, from {starts}, as {role}.", may=["anyone"])
def set_guide(person: Person, text: str, rules: Sequence[Mapping[str, Any]], starts: date | None = None) -> Done:
    """Sets the next version of the guidelines, from a day on (today if not given). Those before it are kept.
    Returns the Guide. Raises Refused for who is neither the Chief nor a designee for accounts."""
    role = next((one for one in rights.DECIDERS if acts_as(person, (one,))), "")
    if not role:
        raise Refused(_("The Chief or a designee for accounts sets the guidelines."), _("Ask them."))
    if not style.STYLE.on:
        raise Refused(_("This desk keeps no guidelines."), _("Ask the administrator."))
    begins = starts or today()
    if begins < today():
        raise Refused(_("Guidelines cannot begin in the past."), _("Choose today or a later day."))
    words = record.words(text.strip())
    if not words:
        raise Refused(_("The guidelines have no text."), _("Write what people are to read."))
    Department.objects.select_for_update(no_key=True).get(id=scope.current())
    number = (Guide.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    row = Guide(number=number, text=words, rules=style.checked(rules), starts=begins, by_id=person.member)
    row.as_role = role
    row.save()
    said = {"guide": number, "starts": str(begins), "role": role, "text_sha256": record.hashed(words)}
    return Done(row, f"guide {number}", {**said, "rules": len(row.rules)})

"""Words to copy for what a page lacks: the department's own, or those that go with what is demanded."""

from __future__ import annotations

from dataclasses import dataclass

from postorders.conformance.demand import Demand
from postorders.desk.pages.demanded import Ordered
from postorders.desk.pages.models import Website, Wording
from postorders.desk.people.models import Department
from postorders.desk.people.who import today


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The text to copy; `version` is that of the department's own words, 0 for others. `lacks` names what has to be
    set first: `contact`, `website`.
    """

    text: str
    version: int = 0
    lacks: tuple[str, ...] = ()


class Suggester:
    """What to suggest in one department."""

    def __init__(self, department: Department, given: Ordered, websites: list[Website]) -> None:
        named = [one.url for one in websites] + [f"https://{one}/" for one in given.websites]
        website = next(iter(named), "")
        self._fill = {"department": department.name, "contact": department.contact, "website": website}
        begun = Wording.objects.filter(since__lte=today()).order_by("demand", "number")
        self._own = {row.demand: row for row in begun}

    def of(self, demand: Demand) -> Suggestion:
        """The suggestion for a demand."""
        if own := self._own.get(demand.demand):
            return Suggestion(own.text, own.number)
        text = demand.suggests.strip()
        used = [name for name in self._fill if f"{{{name}}}" in text]
        for name in used:
            text = text.replace(f"{{{name}}}", self._fill[name] or f"[{name}]")
        return Suggestion(text, 0, tuple(name for name in used if not self._fill[name]))

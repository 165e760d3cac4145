"""Bringing a register in: a dry run does everything and takes it back, so that it meets every refusal that there is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from postorders.desk.base import scope
from postorders.desk.base.act import Done, Refused, act
from postorders.desk.base.person import MACHINE, Person
from postorders.desk.custody import acts as custody
from postorders.desk.register import acts, publish, record
from postorders.desk.register.exchange.columns import Plan, Wish
from postorders.desk.register.exchange.plan import planned
from postorders.desk.register.models import Site
from postorders.desk.register.record import CLERKS
from postorders.desk.register.tell import gathering
from postorders.errors import InputError, Problem


class _TakenBack(Exception):
    """Ends a dry run: nothing of it stays."""


def bring(person: Person, text: str, shape: str = "", dry_run: bool = True, expected: str = "") -> Plan:
    """Reads a register (`shape` is csv, json, registry, or "" to see), and unless `dry_run` does what it says.

    `expected` is the digest of a plan that was shown before; when the file or the register has changed since, nothing
    is done. All of it is done or nothing. Raises InputError with every problem when it is to be applied, Refused when
    the person may not or the plan is another one.
    """
    person.need((*CLERKS, MACHINE))
    record.need(person, CLERKS)
    with scope.within(person.department):
        plan = planned(text, shape)
        if expected and expected != plan.digest:
            raise Refused(
                _("The file or the register has changed since this was shown; nothing was done."),
                _("Look at what it would change now, then confirm."),
            )
        if dry_run or plan.problems:
            plan.problems += _tried(person, plan)
            plan.problems.sort(key=lambda one: one.line or 0)
            plan.count()
        if dry_run:
            return plan
        if plan.problems:
            raise InputError(*plan.problems)
        if plan.changes:
            brought_in(person, plan.changes, plan.counts, plan.digest)
    plan.applied = True
    return plan


def _tried(person: Person, plan: Plan) -> list[Problem]:
    """What the acts would refuse."""
    if not plan.changes:
        return []
    try:
        with transaction.atomic():
            brought_in(person, plan.changes, plan.counts, plan.digest)
            raise _TakenBack
    except _TakenBack:
        return []
    except InputError as refused:
        return list(refused.problems)


@act(
    "register.import",
    "{actor_name} brought in a register: {added} accounts entered, {changed} changed, {unchanged} unchanged.",
    may=[*CLERKS, MACHINE],
)
def brought_in(person: Person, wishes: Sequence[Wish], counts: Mapping[str, int], digest: str) -> Done:
    """Does what a file wants, each thing by its own act. `digest` is the SHA-256 of what was shown.

    The Chief is told of all new addresses at once. Raises InputError with everything that was refused, each with its
    line; then nothing is done.
    """
    problems: list[Problem] = []
    record.need(person, CLERKS)
    _hold(person, wishes)
    with publish.together(), gathering(person):
        for wish in wishes:
            try:
                with transaction.atomic():
                    _done(person, wish)
            except InputError as refused:
                problems += [Problem(one.what, one.mend, line=wish.line) for one in refused.problems]
        if problems:
            raise InputError(*problems)
    said = {name: counts.get(name, 0) for name in ("added", "changed", "unchanged")}
    return Done(None, "register", {**said, "digest": digest})


def _hold(person: Person, wishes: Sequence[Wish]) -> None:
    """Waits for every account of the file, in one order and before the ledger, as each act does for its one."""
    there = [wish.site.id for wish in wishes if wish.site is not None]
    list(Site.objects.select_for_update(of=("self",)).filter(id__in=there).order_by("id").values_list("id"))
    if len(there) < len(wishes):
        record.alone(person.department)


def _done(person: Person, wish: Wish) -> None:
    """One account: entered or changed, its custodians named, and brought to its state."""
    site = wish.site
    if site is None:
        site = acts.enter(person, wish.where.url, **wish.changes)
    elif wish.changes:
        acts.edit(person, site, wish.changes)
    for place, member in enumerate(wish.custodians):
        custody.name(person, site, member, first=place == 0 and wish.site is None)
    _brought_to(person, site, wish.state)


def _brought_to(person: Person, site: Site, state: str) -> None:
    reason = _("As the register says that was brought in.")
    ways: dict[str, Any] = {"retired": acts.retire, "not-ours": acts.not_ours}
    if state == "listed":
        acts.list_site(person, site)
    elif state:
        ways[state](person, site, reason)

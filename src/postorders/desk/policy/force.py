"""The policy in force in the department at work, with the readings that its attorney has signed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache

from django.utils.translation import gettext as _

from postorders.desk.base.act import Refused
from postorders.desk.people.who import today
from postorders.desk.policy.models import SignedReading, Version
from postorders.known import known
from postorders.plain import digest
from postorders.policy.clause import Clause
from postorders.policy.library import refreshed, revived
from postorders.policy.policy import PermissionKind, Policy
from postorders.policy.reading import Reading

HEAVY = ("compiled", "pack", "document")


def version_in_force(on: date | None = None, policy: str = "") -> Version:
    """The adopted version in force on a day (today if not given): of that policy, or of the department's only one.

    Raises Refused when no version was in force.
    """
    found = Version.objects.defer(*HEAVY).filter(effective__lte=on or today())
    found = found.filter(policy=policy) if policy else found
    version: Version | None = found.order_by("-effective").first()
    if version is None:
        raise Refused(_("No policy is in force in this department."), _("The policy manager adopts one first."))
    return version


def versions_in_force(on: date | None = None) -> list[Version]:
    """The version of each policy of the department that is in force on a day, by policy."""
    found: dict[str, Version] = {}
    for version in Version.objects.defer(*HEAVY).filter(effective__lte=on or today()).order_by("policy", "effective"):
        found[version.policy] = version
    return list(found.values())


def policy_of(version: Version, on: date | None = None) -> Policy:
    """A version as a policy, with the readings as they stood on a day (today if not given)."""
    bare = bare_policy(version)
    signed = SignedReading.objects.filter(policy=version.policy, signed_on__lte=on or today())
    return replace(bare, readings=tuple(_merged(bare, signed.select_related("signed_by"))))


def bare_policy(version: Version) -> Policy:
    """A version as it was adopted, with the readings of its pack alone."""
    return _revived(str(version.id), version.hash)


def in_force(on: date | None = None) -> Policy:
    """The policy in force on a day. Raises Refused when none is."""
    return policy_of(version_in_force(on), on)


def kind_of(policy: Policy, name: str) -> PermissionKind:
    """One kind of permission of a policy. Raises Refused when it has none of that name."""
    for kind in policy.manifest.permissions:
        if kind.kind == name:
            return kind
    raise Refused(
        _("The policy in force knows no permission {name!r}.").format(name=name), _("Choose one from the list.")
    )


def about(reading: Reading, clauses: Mapping[str, Clause]) -> str:
    """SHA-256 of what a signature on a reading is about: its question, and what its clauses say."""
    return digest([reading.question, [clauses[name].says for name in reading.clauses if name in clauses]])


@lru_cache(maxsize=64)
def _revived(version: str, hash: str) -> Policy:
    compiled = Version.objects.values_list("compiled", flat=True).get(id=version)
    return refreshed(revived(json.loads(compiled)), known)


def _merged(policy: Policy, signed: Iterable[SignedReading]) -> Iterable[Reading]:
    """Each reading as it stands; of several signed over time the last one counts."""
    latest = {one.reading: one for one in signed}
    for reading in policy.readings:
        one = latest.get(reading.reading)
        yield _as_signed(reading, one) if one and one.about == about(reading, policy.by_id) else reading


def _as_signed(reading: Reading, one: SignedReading) -> Reading:
    return replace(
        reading,
        proposed=one.text,
        status="withdrawn" if one.withdrawn_on else "signed",
        signed_by=one.signed_by.name,
        signed_on=str(one.signed_on),
        reason=one.reason,
        effect=one.effect or None,
        withdrawn_on=str(one.withdrawn_on or ""),
    )

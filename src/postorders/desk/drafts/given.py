"""What an author answers: facts that pictures and words do not tell, and how and when it goes out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from django.utils.translation import gettext as _

from postorders.desk.base.act import Refused
from postorders.desk.drafts.models import Draft
from postorders.desk.policy.force import bare_policy, versions_in_force
from postorders.policy.vocabulary import ATTRIBUTES, YES_NO
from postorders.signals.library import shipped
from postorders.signals.own import own_of

MOMENT = ("duty", "device")


@cache
def _shipped() -> dict[str, str]:
    """The facts that ship, each with what it is about: media, the author, or words."""
    return {one.concept: one.about or "media" for one in shipped() if one.group == "fact"}


def known() -> dict[str, str]:
    """Every fact that may be answered here, those of the department's own packs among them."""
    own = (one for version in versions_in_force() for one in own_of(bare_policy(version)) if one.group == "fact")
    return {**_shipped(), **{one.concept: one.about or "media" for one in own}}


def checked(answers: Mapping[str, str]) -> dict[str, str]:
    """The answers, each to a question that exists. Raises Refused."""
    if not answers:
        raise Refused(_("Nothing is answered."), _("Answer one of the questions."))
    facts, found = known(), {}
    for name, value in answers.items():
        allowed = ATTRIBUTES[name] if name in MOMENT else YES_NO if name in facts else ()
        if not allowed:
            raise Refused(_("There is no question %s.") % name, _("Answer one of those that the draft asks."))
        if value and value not in allowed:
            said = {"name": name, "value": value}
            raise Refused(_("%(name)s cannot be %(value)s.") % said, _("Choose: %s.") % ", ".join(allowed))
        found[name] = value
    return found


def facts_of(draft: Draft) -> dict[str, str]:
    """The answers that the judge takes as facts."""
    return {name: value for name, value in draft.given.items() if name not in MOMENT}


def forget_pictures(draft: Draft) -> None:
    """Takes the answers about pictures back, in memory: another picture asks anew."""
    facts = known()
    draft.given = {name: value for name, value in draft.given.items() if facts.get(name, "author") == "author"}

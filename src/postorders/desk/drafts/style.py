"""The Chief's guidelines for style and content, as rules that a text keeps or does not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from postorders.capability import capability
from postorders.desk.base.act import Refused
from postorders.desk.drafts import record
from postorders.desk.drafts.models import Guide
from postorders.platforms.length import graphemes
from postorders.policy.clause import Clause
from postorders.policy.policy import Policy

STYLE = capability("style-guide", "The department's style and content guidelines, versioned.")
MOST_RULES, LONGEST = 60, 300
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_TAG = re.compile(r"(?<!\w)#\w+")
_END = re.compile(r"[.!?]+(?:\s|$)|\n+")
_LINK = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class Missed:
    """A rule that a text does not keep: its kind, the Chief's words for it, and what the text has instead."""

    kind: str
    says: str
    found: str


def guide_on(day: date) -> Guide | None:
    """The guidelines in force on a day; the newest of those that have begun."""
    found: Guide | None = Guide.objects.filter(starts__lte=day).select_related("by").order_by("-number").first()
    return found


def ordered_by(policy: Policy) -> list[Clause]:
    """The clauses of a policy that make the guidelines binding; none while they are switched off."""
    return [clause for clause in policy.clauses if STYLE.on and STYLE.id in clause.done_by]


def lint(text: str, rules: Iterable[Mapping[str, Any]]) -> list[Missed]:
    """The rules that a text does not keep, in their order."""
    asked = [(rule, RULES[rule["kind"]][1](text, rule["value"])) for rule in rules if STYLE.on]
    return [Missed(rule["kind"], str(rule["says"]), why) for rule, why in asked if why]


def _must(text: str, value: str) -> str:
    return "" if _has(text, value) else _("“%s” is missing.") % value


def _never(text: str, value: str) -> str:
    return _("It says “%s”.") % value if _has(text, value) else ""


def _has(text: str, value: str) -> bool:
    """Whether words stand in a text as words, in whatever case and spacing."""
    pattern = r"\s+".join(re.escape(part) for part in value.split())
    return re.search(rf"(?<!\w){pattern}(?!\w)", text, re.IGNORECASE) is not None


def _longest(text: str, value: int) -> str:
    count = sum(1 for _one in graphemes(text))
    return _("It has %(count)d characters; the most is %(most)d.") % _counts(count, value) if count > value else ""


def _counts(count: int, most: int) -> dict[str, int]:
    return {"count": count, "most": most}


def _case(text: str, value: int) -> str:
    """More than so many words in a row that are written in capitals."""
    row = 0
    for word in _WORD.findall(_LINK.sub(" ", text)):
        row = row + 1 if len(word) > 1 and word.isupper() else 0
        if row > value:
            return _("More than %d words in a row are in capitals.") % value
    return ""


def _tags(text: str, value: int) -> str:
    count = len(_TAG.findall(_LINK.sub(" ", text)))
    return _("It has %(count)d hashtags; the most is %(most)d.") % _counts(count, value) if count > value else ""


def _emoji(text: str, value: int) -> str:
    count = sum(1 for one in graphemes(text) if any(_pictures(ord(c)) for c in one))
    return _("It has %(count)d emoji; the most is %(most)d.") % _counts(count, value) if count > value else ""


def _pictures(code: int) -> bool:
    return 0x1F1E6 <= code <= 0x1FAFF or 0x2600 <= code <= 0x27BF


def _readable(text: str, value: int) -> str:
    reached = grade(text)
    said = {"grade": f"{reached:.1f}", "most": value}
    return _("It reads at grade %(grade)s; the most is %(most)s.") % said if reached > value else ""


def grade(text: str) -> float:
    """The school grade that an English text asks for: 0.39 words per sentence + 11.8 syllables per word - 15.59.

    Source: J. P. Kincaid and others, Research Branch Report 8-75, Naval Technical Training, 1975. Syllables are
    counted by groups of vowels, so it is an estimate.
    """
    bare = _LINK.sub(" ", text)
    words = _WORD.findall(bare)
    if not words:
        return 0.0
    sentences = sum(1 for part in _END.split(bare) if _WORD.search(part))
    return 0.39 * len(words) / max(sentences, 1) + 11.8 * sum(map(_syllables, words)) / len(words) - 15.59


def _syllables(word: str) -> int:
    low = word.lower()
    groups = len(re.findall(r"[aeiouy]+", low))
    silent = low.endswith("e") and not low.endswith(("le", "ee")) and groups > 1
    return max(groups - silent, 1)


RULES: dict[str, tuple[type, Callable[[str, Any], str]]] = {
    "must": (str, _must),
    "never": (str, _never),
    "max-length": (int, _longest),
    "case": (int, _case),
    "hashtags": (int, _tags),
    "emoji": (int, _emoji),
    "readability": (int, _readable),
}


def checked(rules: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rules as they are kept. Raises Refused for one that cannot be."""
    found = [_checked(rule) for rule in rules]
    if len(found) > MOST_RULES:
        raise Refused(_("There are more than %d rules.") % MOST_RULES, _("Keep those that matter."))
    return found


def _checked(rule: Mapping[str, Any]) -> dict[str, Any]:
    kind, value = rule.get("kind"), rule.get("value")
    says = record.words(str(rule.get("says", "")).strip(), LONGEST, lines=False)
    if kind not in RULES:
        raise Refused(_("There is no rule of the kind %s.") % kind, ", ".join(RULES))
    wanted = RULES[kind][0]
    if not isinstance(value, wanted) or isinstance(value, bool):
        said = _("words") if wanted is str else _("a whole number")
        raise Refused(_("The rule %s has no value that fits.") % kind, _("Give %s.") % said)
    if (isinstance(value, str) and not value.strip()) or (isinstance(value, int) and value < 0):
        raise Refused(_("The rule %s is empty.") % kind, _("Give words, or a number from 0."))
    if not says:
        raise Refused(_("A rule says in words what it asks, for its author."), _("Write it."))
    kept = record.words(value.strip(), LONGEST, lines=False) if isinstance(value, str) else value
    return {"kind": kind, "value": kept, "says": says}

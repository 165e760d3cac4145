"""Keeps criminal justice information out of what people type into the desk: it has no place to be held there.

The patterns know forms (record numbers, message fields, the headings of a record), not subjects: that somebody was
arrested may be said; what a records system answered may not be kept here.
"""

from __future__ import annotations

import re
from functools import cache

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from postorders.posts.post import Post
from postorders.signals.detect import Detector
from postorders.signals.library import shipped

KINDS = {
    "record-number": gettext_lazy("the number of a criminal record (FBI, state identification or NCIC)"),
    "message": gettext_lazy("a message of NCIC or a state's law enforcement system"),
    "history": gettext_lazy("a criminal history record"),
    "identity": gettext_lazy("a person's Social Security number together with the date of birth"),
}
_NUMBERS = re.compile(
    r"\b(?:FBI|UCN)\s*(?:/|NO\.?|NUMBER|NUM|#|:)*\s*[:#]?\s*\d{3,8}[A-Z]{1,2}\d{0,2}\b"
    r"|\bFBI\s*(?:/|NO\.?|NUMBER|NUM|#)+\s*[:#]?\s*\d{5,9}\b"
    r"|\b(?:SID|STATE ID(?:ENTIFICATION)?)\s*(?:/|NO\.?|NUMBER|NUM|#|:)*\s*[:#]?\s*(?:[A-Z]{2}-?)?\d{6,10}\b"
    r"|\bNIC\s*(?:/|NO\.?|NUMBER|#|:)+\s*[A-Z]\d{9}\b"
    r"|\bORI\s*(?:/|NO\.?|NUMBER|#|:)*\s*[A-Z]{2}[0-9A-Z]{5}\d{2}\b"
)
_FIELD = re.compile(
    r"(?<![A-Z])(NAM|DOB|SEX|RAC|HGT|WGT|HAI|EYE|FBI|SOC|OLN|OLS|OLY|LIC|LIS|LIY|LIT|VIN|ORI|OCA|NIC|MKE|OFF|DOW|WNO|SID|PUR|ATN|MIS|CRR)/"
    r"(?=\S)"
)
_HEADINGS = re.compile(
    r"\b(arresting agency|arrest date|date of arrest|subject name\(?s?\)?|court (?:case )?disposition|disposition date"
    r"|charge ?(?:no\.?|number)? ?\d+ ?:|cycle \d+|fbi (?:no|number)|state id(?:entification)? number"
    r"|criminal history (?:record )?information|identification record|agency case)\b",
    re.IGNORECASE,
)
FIELDS, HEADINGS = 3, 3  # so many different ones make a message, or a record


def looks_like_cji(text: str) -> str:
    """What the text looks like, in words to end "This looks like ..."; "" when it looks like none of it."""
    kind = _kind(text)
    return str(KINDS[kind]) if kind else ""


def no_cji(text: str) -> None:
    """A validator for everything typed freely. Raises ValidationError, and notes the event without the text."""
    kind = _kind(text)
    if not kind:
        return
    from postorders.desk.signin.log import note

    note("quarantined", looks_like=kind)
    what = _(
        "This looks like %(what)s. No criminal justice information may be held here, so nothing was kept. Take it out "
        "and name the case file instead. If it came here by mistake, tell your terminal agency coordinator."
    )
    raise ValidationError(what % {"what": KINDS[kind]}, code="cji")


def _kind(text: str) -> str:
    upper = text.upper()
    if _NUMBERS.search(upper):
        return "record-number"
    if len(set(_FIELD.findall(upper))) >= FIELDS:
        return "message"
    if len({found.lower() for found in _HEADINGS.findall(text)}) >= HEADINGS:
        return "history"
    return "identity" if _identity(text) else ""


def _identity(text: str) -> bool:
    """Whether both a Social Security number and a date of birth stand in the text, by the shipped concepts."""
    if sum(letter.isdigit() for letter in text) < 9:
        return False
    return {signal.concept for signal in _detector().detect(Post("typed", text))} >= {"ssn", "date-of-birth"}


@cache
def _detector() -> Detector:
    return Detector([one for one in shipped() if one.concept in ("ssn", "date-of-birth")])

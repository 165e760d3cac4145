"""How sure, in words: each degree is the precision that its threshold was set for on posts held out from training."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from postorders.signals.learned.weights import ORDER
from postorders.signals.signal import Signal, Sure
from postorders.words import _

DEGREES: Mapping[Sure, float] = {"certain": 0.95, "likely": 0.85, "possible": 0.70}

_SAYS: Mapping[Sure, str] = {
    "certain": _("The post as a whole reads so: when measured, about 19 of 20 such marks were right."),
    "likely": _("The post as a whole reads so: when measured, about 17 of 20 such marks were right."),
    "possible": _("The post as a whole may read so: when measured, about 7 of 10 such marks were right."),
}


def sureness(signals: Iterable[Signal], concept: str) -> str:
    """What to say beside a flag for a concept that the encoder sees; "" where patterns see it too, or nothing does."""
    seen = [one for one in signals if one.concept == concept and not one.lowered]
    if not seen or any(not one.how.startswith("learned") for one in seen):
        return ""
    return _SAYS[min((one.sure for one in seen), key=ORDER.index)]

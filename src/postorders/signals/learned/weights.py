"""The weights that ship: where they are, what their heads mean, and that they are whole."""

from __future__ import annotations

import hashlib
import json
import math
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from postorders.errors import refuse
from postorders.signals.signal import Sure

PLACE = "POSTORDERS_READER"  # names another folder of weights; `none` does without
FILE, FORMAT = "weights.json", 1
_NEEDED = ("encoder.onnx", "vocab.txt")
_PACKAGE = Path(__file__).parents[2]
ORDER: tuple[Sure, ...] = ("certain", "likely", "possible")
TARGET = "target:"  # heads that say whom hate is aimed at: they name a group, and flag nothing by themselves


@dataclass(frozen=True, slots=True)
class Head:
    """One concept's head. `at` gives the probability from which it is certain, likely or possible; a degree that its
    measured precision never reached is missing. `right` is the precision measured at each degree, `doubt` the
    probability under which a sighting by pattern alone is doubted (0 for never)."""

    name: str
    scale: float
    shift: float
    seen: float
    at: Mapping[str, float]
    right: Mapping[str, float]
    doubt: float

    def probability(self, logit: float, by_pattern: bool = False) -> float:
        """The calibrated probability of the concept, from the encoder's number and whether a pattern saw it too."""
        return 1 / (1 + math.exp(-max(-60.0, min(60.0, logit * self.scale + self.shift + self.seen * by_pattern))))

    def sure(self, probability: float) -> Sure | None:
        """The degree in words; None below all of them, and of a head that names a target."""
        if self.name.startswith(TARGET):
            return None
        return next((word for word in ORDER if probability >= self.at.get(word, 2.0)), None)


@dataclass(frozen=True, slots=True)
class Weights:
    """The heads in the order of the encoder's numbers, its vocabulary and the hash of all files together."""

    folder: Path | None
    heads: tuple[Head, ...]
    vocabulary: Sequence[str]
    hash: str
    length: int

    @property
    def by_name(self) -> dict[str, Head]:
        """The heads by name."""
        return {head.name: head for head in self.heads}


def folder() -> Path | None:
    """Where the weights are: as POSTORDERS_READER says, in the package, in the checkout around it; None for nowhere."""
    if said := os.environ.get(PLACE):
        return None if said == "none" else Path(said)
    places = (_PACKAGE / "models" / "reader", _PACKAGE.parents[1] / "models" / "reader")
    return next((place for place in places if (place / FILE).is_file()), None)


def load(place: Path) -> Weights:
    """The weights in a folder, each file held against its hash. Raises InputError where one is missing or changed."""
    mend = f"Mend what {PLACE} names." if os.environ.get(PLACE) else "Install the release again."
    try:
        data = (place / FILE).read_bytes()
        said = json.loads(data)
        for name in sorted({*_NEEDED, *said["files"]}):
            if hashlib.sha256((place / name).read_bytes()).hexdigest() != said["files"].get(name):
                raise refuse(f"The file {name} of the weights is damaged.", mend, str(place))
        vocabulary = (place / "vocab.txt").read_text(encoding="utf-8").splitlines()
        if said["format"] != FORMAT:
            raise refuse(f"The weights are of format {said['format']!r}, which is not known here.", mend, str(place))
        return from_data(said, vocabulary, hashlib.sha256(data).hexdigest(), place)
    except OSError as error:
        what = f"{Path(error.filename or place).name} of the weights cannot be read: {error.strerror}."
        raise refuse(what, mend, str(place)) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise refuse(f"{FILE} of the weights is damaged.", mend, str(place)) from None


def from_data(said: Mapping[str, Any], vocabulary: Sequence[str], digest: str, place: Path | None = None) -> Weights:
    """The weights as `weights.json` tells of them."""
    return Weights(place, tuple(_head(one) for one in said["heads"]), vocabulary, digest, said["length"])


def _head(said: Mapping[str, Any]) -> Head:
    numbers = (float(said[name]) for name in ("scale", "shift", "seen"))
    scale, shift, seen = numbers
    at = cast(Mapping[str, float], said["at"])
    return Head(str(said["name"]), scale, shift, seen, at, said["right"], float(said["doubt"]))

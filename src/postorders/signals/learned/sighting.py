"""What a reading adds to the sightings by pattern, and which of those it speaks against. Standard library alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from postorders.signals.concept import Ready
from postorders.signals.detect import MAX_SIGHTINGS
from postorders.signals.learned.reader import Read, Seen
from postorders.signals.learned.weights import TARGET, Head
from postorders.signals.signal import Lowering, Signal, Sure

WHOLE = "the post as a whole"  # what speaks against a pattern that the encoder doubts
_AIMED = 0.5  # probability from which a group is named as the target
_EVEN = 0.5  # probability under which a head that has no degree does not see a harm
_AROUND = 60  # characters on either side of a doubted sighting that are quoted for the post
_ORDER: tuple[Sure, ...] = ("certain", "likely", "possible")


def sighted(
    field: str, words: str, read: Read, concepts: Mapping[str, Ready], heads: Mapping[str, Head]
) -> list[Signal]:
    """The signals of one field as the encoder reads it, for the concepts that are looked for.

    A harm that is no more than possible is lowered by a protective concept that the encoder is surer of in the same
    window. Windows overlap: where two mark the same words for one concept, one mark is kept, and of one concept at most
    as many as patterns may have.
    """
    shields = [seen for seen in read.seen if seen.head in concepts and _protects(seen, concepts, heads)]
    found: list[Signal] = []
    for seen in read.seen:
        concept, sure = concepts.get(seen.head), heads[seen.head].sure(seen.probability)
        if concept is None or sure is None:
            continue
        by = [one for one in shields if _over(one, seen, concept) and one.probability > seen.probability]
        by = by if sure == "possible" else []
        lowered = tuple(_lowering(one, words) for one in by)
        how = "learned" + _aimed(read) * (seen.head == "bias")
        for start, end in seen.spans:
            found.append(Signal(seen.head, field, start, end, words[start:end], how, sure, lowered))
    return _distinct(found)


def doubted(
    signals: Iterable[Signal], words: str, read: Read, concepts: Mapping[str, Ready], heads: Mapping[str, Head]
) -> list[Signal]:
    """The signals of one field by pattern, each lowered by what the encoder holds against it, if anything: a protective
    concept, where the encoder does not see the harm itself, or that it holds the harm to be nearly impossible.

    The numbers of two heads are never weighed against each other alone: a threat that the encoder sees as plainly as
    the pattern is no joke, however much it sounds like one.
    """
    shields = [seen for seen in read.seen if seen.head in concepts and _protects(seen, concepts, heads)]
    return [signal if signal.lowered else _weighed(signal, words, read, shields, concepts, heads) for signal in signals]


def _weighed(
    signal: Signal, words: str, read: Read, shields: Sequence[Seen], concepts: Mapping[str, Ready],
    heads: Mapping[str, Head],
) -> Signal:  # fmt: skip
    concept, head = concepts[signal.concept], heads.get(signal.concept)
    if head is None or signal.sure == "certain":
        return signal
    score = read.scores.get(signal.concept, 1.0)
    near = (one for one in shields if one.head in concept.yields_to and one.start <= signal.start < one.end)
    unseen = head.sure(score) is None and (score < _EVEN or bool(head.at))
    by = [_lowering(one, words) for one in near if unseen and one.probability > score]
    if not by and score < head.doubt:
        start, end = max(0, signal.start - _AROUND), signal.end + _AROUND
        by = [Lowering(WHOLE, start, min(end, len(words)), "")]
    return replace(signal, lowered=tuple(by)) if by else signal


def _distinct(signals: Iterable[Signal]) -> list[Signal]:
    """Of sightings of one concept that overlap, one that nothing lowers, then the surest, the longest, the first."""
    kept: dict[str, list[Signal]] = {}
    for one in sorted(signals, key=lambda s: (bool(s.lowered), _ORDER.index(s.sure), s.start - s.end, s.start)):
        same = kept.setdefault(one.concept, [])
        if len(same) < MAX_SIGHTINGS and not any(s.start < one.end and one.start < s.end for s in same):
            same.append(one)
    return [one for some in kept.values() for one in some]


def _protects(seen: Seen, concepts: Mapping[str, Ready], heads: Mapping[str, Head]) -> bool:
    return concepts[seen.head].group == "protective" and heads[seen.head].sure(seen.probability) != "possible"


def _over(shield: Seen, seen: Seen, concept: Ready) -> bool:
    return shield.head in concept.yields_to and shield.start < seen.end and seen.start < shield.end


def _lowering(seen: Seen, words: str) -> Lowering:
    start, end = seen.spans[0]
    return Lowering(seen.head, start, end, words[start:end])


def _aimed(read: Read) -> str:
    """The groups that hate is aimed at, as `:religion,sex`."""
    groups = [
        name.removeprefix(TARGET) for name, score in read.scores.items() if name.startswith(TARGET) and score >= _AIMED
    ]
    return f":{','.join(sorted(groups))}" if groups else ""

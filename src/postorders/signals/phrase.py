"""The phrase language of concept files, compiled to bounded regular expressions.

A phrase is words in order: `word`, `word*` (any ending), `word?` or `(a|b)?` (may be absent), `(a|b c)`
(one of), `{set}` (one of a named set), `...3` (up to three words between), `<name>` (a capitalized full
name), `<given>` (one capitalized word), `<number>`, `<word>`. No repetition without a bound can be
written, so a phrase cannot run away.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

SEPARATOR = r"[^\w.!?]{1,4}"
_GAP_WORD = r"[\w'$%-]{1,30}"
_TOKEN = re.compile(r"\s*(\(|\)\??|\||\.\.\.(\d?)|\{[\w-]+\}\??|<[\w-]+>\??|[^\s()|{}<>]+)")
# Capitalized words of places, bodies, the calendar and headings: two in a row are no person's name.
_PLACES = (
    "Academy|Ave|Avenue|Bank|Bridge|Boulevard|Blvd|Center|Church|City|Club|College|County|Court|Creek|Drive|Elementary|"
    "Grove|Heights|High|Highway|Hills|Hospital|Lake|Lane|Library|Missouri|Kansas|Middle|Park|Parkway|Road|Rd|River|"
    "School|Springs|Square|Street|St|Summit|Trail|University|Department|Dept|Police|Office|Unit|Squad|Team|Division|"
    "Bureau|Board|Council|Commission|Company|Services|Program"
)
_NOT_NAMES = (
    f"{_PLACES}|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|July|"
    "August|September|October|November|December|Today|Tonight|Yesterday|Night|Morning|Week|Month|Day|Man|Woman|The|"
    "And|Of|For|In|On|At|To|By|With|From|Our|Your|My|This|That|We|He|She|They|You|It|If|When|Please|Officers|"
    "Volunteers|Rights|Awareness|Advocate|Advocates|Wanted|Arrested|Missing|Found|Suspect|Victim|Witness|Special"
)
A_NAME = "Aa"  # stands among the words of a text that has two capitalized words together
_MARKS = {"<number>": frozenset({"0"}), "<name>": frozenset({A_NAME})}
_NAME_WORD = rf"(?!(?:{_NOT_NAMES})\b)[A-Z][a-z'][A-Za-z'-]{{0,19}}"
_SPECIAL = {
    "name": rf"(?-i:{_NAME_WORD}(?: [A-Z]\.)?(?: {_NAME_WORD}){{1,2}}(?! (?:{_PLACES})\b))",
    "given": r"(?-i:[A-Z][a-z'-]{1,20})",
    "number": r"#?\d[\d,]{0,9}",
    "word": _GAP_WORD,
}
_COMMON = frozenset(
    "a about after all am an and any are as at be been but by can come could did do does down for from get go "
    "going got had has have he her here him his how i if in into is it its just know like make me more my no not "
    "now of off on one or our out over people said say see she so some take than that the their them then there "
    "they this time to up us was we were what when where which who will with would you your don t s re ll police "
    "department officer officers today please new good day help call".split()
)
_OFTEN = frozenset(
    "back home work only live came took works bring tell until ran thanks thank year years turned leave hit car "
    "council fire lost keep news half best mother room name charge phone told party food should somebody nobody "
    "school street city week month morning night tonight tomorrow yesterday saturday sunday monday family friends "
    "friend house kids let look looking made many much need never next old open other own right road same thing "
    "things think those through too two under very want way well while why without world always another around "
    "away because before being both each every everyone first give great last little long love may might most "
    "must once part place really still such sure these three use used went working yes yet run man men woman "
    "women life game team public community safe share stay found information report case court state county local "
    "member members".split()
)
MAX_GAP = 8


class PhraseError(ValueError):
    """A phrase that cannot be read, with what is wrong and how to mend it."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """A phrase as a regular expression.

    `keys` are words of which at least one must be in a text before the expression can match
    (`word*` for a beginning, `0` for any digit, `Aa` for what may be a full name); `also` are further such sets,
    in exact words only.
    `first` are the words with which a match must begin, none when it may begin with any.
    """

    regex: str
    keys: tuple[str, ...]
    also: tuple[tuple[str, ...], ...] = ()
    first: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Part:
    """One element: its regex, the words it needs and the words it begins with (None if they may be any), and how
    it may be absent."""

    regex: str
    keys: frozenset[str] | None
    optional: bool = False
    gap: int = -1
    first: frozenset[str] | None = None


def compile_phrase(phrase: str, sets: Mapping[str, Sequence[str]]) -> Compiled:
    """Compiles one phrase. Raises PhraseError saying what is wrong with it."""
    tokens = _tokens(phrase)
    parts, rest = _sequence(tokens, sets, phrase)
    if rest:
        raise PhraseError(f"The phrase {phrase!r} has a ')' or '|' too many. Balance the brackets.")
    needs = sorted((p.keys for p in parts if p.keys and not p.optional), key=_cost)
    if not needs:
        raise PhraseError(f"The phrase {phrase!r} has no word that must be there. Add one.")
    also = tuple(tuple(sorted(keys)) for keys in needs[1:] if not any(k.endswith("*") for k in keys))
    regex = rf"(?<!\w){_join(parts, phrase)}(?!\w)"
    return Compiled(regex, tuple(sorted(needs[0])), also, tuple(sorted(_first(parts) or ())))


def _tokens(phrase: str) -> list[str]:
    tokens, at = [], 0
    while at < len(phrase.rstrip()):
        match = _TOKEN.match(phrase, at)
        if not match:
            raise PhraseError(f"The phrase {phrase!r} cannot be read at character {at + 1}.")
        tokens.append(match.group(1))
        at = match.end()
    return tokens


def _sequence(tokens: list[str], sets: Mapping[str, Sequence[str]], phrase: str) -> tuple[list[_Part], list[str]]:
    parts: list[_Part] = []
    while tokens and tokens[0] not in ("|", ")", ")?"):
        token, *tokens = tokens
        if token == "(":
            part, tokens = _group(tokens, sets, phrase)
        else:
            part = _single(token, sets, phrase)
        parts.append(part)
    if not parts:
        raise PhraseError(f"The phrase {phrase!r} has an empty alternative. Write 'word?' for one that may be absent.")
    return parts, tokens


def _group(tokens: list[str], sets: Mapping[str, Sequence[str]], phrase: str) -> tuple[_Part, list[str]]:
    options: list[list[_Part]] = []
    while True:
        parts, tokens = _sequence(tokens, sets, phrase)
        options.append(parts)
        if not tokens:
            raise PhraseError(f"The phrase {phrase!r} has a '(' that is never closed.")
        token, *tokens = tokens
        if token != "|":
            return _either(options, phrase, optional=token == ")?"), tokens


def _either(options: list[list[_Part]], phrase: str, optional: bool) -> _Part:
    keys: set[str] = set()
    complete = True
    for parts in options:
        needs = [p.keys for p in parts if p.keys and not p.optional]
        complete = complete and bool(needs)
        keys |= min(needs, key=_cost) if needs else set()
    body = "|".join(_join(parts, phrase) for parts in options)
    begins = [_first(parts) for parts in options]
    first = None if None in begins else frozenset().union(*(some for some in begins if some))
    return _Part(f"(?:{body})", frozenset(keys) if complete else None, optional, first=first)


def _first(parts: list[_Part]) -> frozenset[str] | None:
    """The words with which a match of these parts begins, None if it may begin with any."""
    found: frozenset[str] = frozenset()
    for part in parts:
        if part.first is None:
            return None
        found |= part.first
        if not part.optional:
            break
    return found


def _single(token: str, sets: Mapping[str, Sequence[str]], phrase: str) -> _Part:
    if token.startswith("..."):
        gap = int(token[3:] or 3)
        if gap > MAX_GAP:
            raise PhraseError(f"The phrase {phrase!r} leaves room for {gap} words. At most {MAX_GAP}.")
        return _Part("", None, gap=gap)
    optional = token.endswith("?") and len(token) > 1
    token = token.removesuffix("?") if optional else token
    if token.startswith("{"):
        name = token[1:-1]
        if name not in sets:
            raise PhraseError(f"The phrase {phrase!r} names a set {name!r} that is not under 'sets'.")
        whole, _ = _group([*_tokens(" | ".join(sets[name])), ")"], sets, phrase)
        return _Part(whole.regex, whole.keys, optional, first=whole.first)
    if token.startswith("<"):
        if token[1:-1] not in _SPECIAL:
            raise PhraseError(f"The phrase {phrase!r} has {token}. Known: <{'>, <'.join(_SPECIAL)}>.")
        return _Part(_SPECIAL[token[1:-1]], _MARKS.get(token), optional)
    return _Part(_word(token, phrase), frozenset(_keys(token)), optional, first=frozenset(_begins(token)))


def _word(token: str, phrase: str) -> str:
    stem = token.removesuffix("*").lower()
    if not re.fullmatch(r"[a-z0-9][a-z0-9'&-]*", stem):
        raise PhraseError(f"The phrase {phrase!r} has {token!r}. Words have letters, digits, ' and -; use 'regexes'.")
    if token.endswith("*") and len(stem) < 3:
        raise PhraseError(f"The phrase {phrase!r} has {token!r}. At least three letters before '*'.")
    regex = re.escape(stem).replace(r"\-", "[- ]?").replace("'", "'?")
    return regex + (r"[a-z']{0,12}" if token.endswith("*") else "")


def _keys(token: str) -> set[str]:
    stem = token.removesuffix("*").lower()
    pieces = re.split(r"[^a-z0-9]+", stem)
    if token.endswith("*"):
        return {pieces[0]} | {"".join(pieces) + "*"} if len(pieces) > 1 else {stem + "*"}
    return {max(pieces, key=len) if pieces[0] in _COMMON else pieces[0], "".join(pieces)}


def _begins(token: str) -> set[str]:
    """The words, as a text is cut into them, with which a word of a phrase begins: `off-duty` with off or offduty."""
    stem = token.removesuffix("*").lower()
    pieces = re.split(r"[^a-z0-9]+", stem)
    ending = "*" if token.endswith("*") else ""
    return {"".join(pieces) + ending, pieces[0] + (ending if len(pieces) == 1 else "")}


def _cost(keys: Collection[str]) -> int:
    """How often a set of words is met in ordinary text, roughly: lower is a better first test."""
    return sum(map(_often, keys))


def _often(key: str) -> int:
    if key in _COMMON:
        return 60
    if key in _OFTEN or key in ("0", A_NAME):
        return 10
    return 5 if len(key.rstrip("*")) < 4 else 2 if key.endswith("*") else 1


def _join(parts: list[_Part], phrase: str) -> str:
    if parts[-1].gap >= 0 or parts[0].gap >= 0:
        raise PhraseError(f"The phrase {phrase!r} begins or ends with '...'. Put words on both sides.")
    if all(part.optional for part in parts):
        raise PhraseError(f"In the phrase {phrase!r} everything may be absent. Make one part required.")
    first = next(i for i, part in enumerate(parts) if not part.optional and part.gap < 0)
    out = ""
    for index, part in enumerate(parts):
        if part.gap >= 0 and index < first:
            raise PhraseError(f"The phrase {phrase!r} has '...' before any required word. Put one in front.")
        if part.gap >= 0:
            out += f"(?:{SEPARATOR}{_GAP_WORD}){{0,{part.gap}}}"
        elif index < first:
            out += f"(?:{part.regex}{SEPARATOR})?" if part.optional else part.regex
        elif index == first:
            out += part.regex
        else:
            out += f"(?:{SEPARATOR}{part.regex})?" if part.optional else f"{SEPARATOR}{part.regex}"
    return out

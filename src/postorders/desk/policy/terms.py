"""Marks the terms that a policy defines where they stand in a text, each with its meaning beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from postorders.policy.glossary import Term


@dataclass(frozen=True, slots=True)
class Marker:
    """Finds terms. `pattern` matches any form of any term; `forms` leads from a form in small letters to its term."""

    pattern: re.Pattern[str] | None
    forms: Mapping[str, Term]

    def mark(self, text: str, key: str, clause: str = "") -> SafeString:
        """The text, escaped, with the first place of each term marked; ids begin with `key`.

        A term is not marked in the `clause` that defines it. The meaning opens on hover and on focus, which a
        touch gives as well.
        """
        parts, at, seen = [], 0, {term.term for term in self.forms.values() if term.clause == clause}
        for found in self.pattern.finditer(text) if self.pattern else ():
            term = self.forms[found[0].lower()]
            if term.term in seen:
                continue
            parts += [escape(text[at : found.start()]), _marked(found[0], term, f"{key}-{len(seen)}")]
            seen.add(term.term)
            at = found.end()
        return mark_safe("".join((*parts, escape(text[at:]))))  # nosec B308 B703


def marker(terms: Iterable[Term]) -> Marker:
    """A marker of these terms, each in the singular and the plural."""
    forms = {form: term for term in terms for form in _forms(term.term.lower())}
    longest = sorted(forms, key=len, reverse=True)
    whole = "|".join(re.escape(form).replace(r"\ ", r"\s") for form in longest)
    return Marker(re.compile(rf"(?<![\w-])(?:{whole})(?![\w-])", re.I) if forms else None, forms)


def _forms(term: str) -> tuple[str, ...]:
    if term.endswith("s") and not term.endswith("ss"):
        return term, term[:-1]
    return term, f"{term}s"


def _marked(words: str, term: Term, key: str) -> SafeString:
    return format_html(
        '<span class="term" tabindex="0" aria-describedby="{0}">{1}'
        '<span class="meaning" role="tooltip" id="{0}"><b>{2}</b> ({3}): {4}</span></span>',
        key,
        words,
        term.term,
        term.clause,
        term.says,
    )

"""The page that a draft is written on: its forms together, and what was changed saved act by act."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms

from postorders.desk.base.person import Person
from postorders.desk.drafts import acts, files, given, record, rights, said, unsaved
from postorders.desk.drafts.forms import FactsForm, FileForm, NewFileForm, WordsForm, shown
from postorders.desk.drafts.models import Draft, Version
from postorders.desk.people.models import Department
from postorders.desk.policy.force import bare_policy, versions_in_force
from postorders.desk.register.models import Site
from postorders.errors import InputError
from postorders.signals.library import shipped
from postorders.signals.own import own_of


def accounts(person: Person, draft: Draft | None) -> list[Site]:
    """The accounts of the list that the person may post on, and those that the draft goes to already."""
    there = said.sites(draft) if draft else []
    listed = Site.objects.filter(state="listed").select_related("unit", "owner").order_by("name", "number")
    mine = [site for site in listed if rights.may_post(person, site)]
    return [*mine, *(site for site in there if site not in mine)]


def questions() -> dict[str, str]:
    """Every fact that an author may be asked for, in words."""
    own = (one for version in versions_in_force() for one in own_of(bare_policy(version)))
    return {one.concept: one.asks or one.label for one in (*shipped(), *own) if one.group == "fact"}


class Sheet:
    """The forms of one draft, or of one that is not begun; `asked` are the facts to answer."""

    def __init__(
        self, person: Person, draft: Draft | None, department: Department, data: Any = None, brought: Any = None
    ) -> None:
        self.person, self.draft, self.saved = person, draft, False
        self.sites = accounts(person, draft)
        self.there = said.files(draft) if draft else []
        self.version = said.latest(draft) if draft else Version(language=department.language)
        self.words = self._words(department, data)
        self.files = [FileForm(one, data, vouchable=files.unexamined(one)) for one in self.there]
        self.new = NewFileForm(data, brought, prefix="new")
        self.facts = self._facts(data)

    def _words(self, department: Department, data: Any) -> WordsForm:
        initial = {**shown(self.version, self.sites), "after": self.version.number}
        alone = self.sites if len(self.sites) == 1 else ()  # the only account there is to choose
        initial["sites"] = [str(site.number) for site in (said.sites(self.draft) if self.draft else alone)]
        initial["scheduled"] = self.draft.scheduled if self.draft else None
        return WordsForm(data, initial=initial, sites=self.sites, zone=department.timezone)

    def _facts(self, data: Any) -> FactsForm:
        known = questions()
        answered = self.draft.given if self.draft else {}
        asked = {name: words for name, words in known.items() if name in answered or f"fact-{name}" in (data or ())}
        initial = {f"fact-{name}": value for name, value in answered.items() if name in known}
        initial |= {name: answered.get(name, "") for name in given.MOMENT}
        return FactsForm(data, asked=asked, initial=initial)

    def ask(self, asked: Mapping[str, str]) -> None:
        """Puts the questions of the judgment beside those that were answered."""
        if not self.facts.is_bound:
            self.facts = FactsForm(initial=self.facts.initial, asked={**asked, **self.facts.asked})

    @property
    def every(self) -> list[forms.Form]:
        """All of them."""
        return [self.words, *self.files, self.new, self.facts]

    def typed(self) -> tuple[Version, list[Site]]:
        """The words as they are typed, kept nowhere, and the accounts that are ticked."""
        words = self.words.said()
        for name, most in (("text", record.LONGEST), ("title", 300), ("link", 2000)):
            words[name] = _plain(words[name])[:most]
        words["own"] = {site: _plain(text)[: record.LONGEST] for site, text in words["own"].items()}
        draft = self.draft or Draft(number=0, author_id=self.person.member)
        return unsaved.version(draft, words), self.words.chosen()

    def valid(self) -> bool:
        """Whether every form is right; each says what is wrong with it."""
        right = [one.is_valid() for one in self.every]
        return all(right)

    def save(self) -> Draft | None:
        """Saves what was changed. Gives the draft, or None where an act refused: then a form says why, and what was
        done before it stands."""
        if not self.valid():
            return None
        fine = (self._begun() if self.draft is None else self._written()) and self._filed()
        fine = fine and self._answered()
        return self.draft if fine else None

    def _begun(self) -> bool:
        words = {**self.words.said(), "sites": self.words.chosen()}

        def do() -> None:
            self.draft = acts.begin(self.person, **words)

        return self._tried(self.words, "text", do) and self._scheduled()

    def _written(self) -> bool:
        fine = True
        if self._differs():
            after = self.words.cleaned_data["after"]
            fine = self._tried(self.words, "text", acts.write, **self.words.said(), after=after)
        if "sites" in self.words.changed_data:
            fine &= self._tried(self.words, "sites", acts.aim, self.words.chosen())
        return fine & self._scheduled()

    def _differs(self) -> bool:
        """Whether the words are other than those that the person was shown."""
        base = Version.objects.filter(draft=self.draft, number=self.words.cleaned_data["after"] or 0).first()
        now, before = self.words.said(), shown(base or self.version, self.sites)
        own = {str(site.id): before[f"own-{site.number}"] for site in self.sites}
        if (_plain(now["text"]), _some(now["own"])) != (before["text"], _some(own)):
            return True
        return any(now[name].strip() != before[name] for name in ("title", "link", "language"))

    def _scheduled(self) -> bool:
        if "scheduled" not in self.words.changed_data:
            return True
        return self._tried(self.words, "scheduled", acts.schedule, self.words.cleaned_data["scheduled"])

    def _filed(self) -> bool:
        done = [self._one_file(form) for form in self.files]
        file = self.new.cleaned_data.get("file")
        if not all(done) or not file:
            return all(done)
        data = self.new.cleaned_data
        fine = self._tried(
            self.new, "file", acts.attach, file.file, file.name, file.content_type or "", data["alt"], data["words"]
        )  # fmt: skip
        if fine:
            self._brought()
        return fine

    def _brought(self) -> None:
        """The forms as they are with a file that was just attached, should another part be refused."""
        forms_ = {form.file.id: form for form in self.files}
        self.there = said.files(self.draft) if self.draft else []
        self.files = [forms_.get(one.id) or FileForm(one, vouchable=files.unexamined(one)) for one in self.there]
        self.new = NewFileForm(prefix="new")

    def _one_file(self, form: FileForm) -> bool:
        data = form.cleaned_data
        if data["gone"]:
            return self._tried(form, "gone", acts.detach, form.file)
        fine = True
        if {"alt", "words"} & set(form.changed_data):
            fine = self._tried(form, "alt", acts.describe, form.file, data["alt"], data["words"])
        if fine and data.get("vouch", "").strip():
            fine = self._tried(form, "vouch", acts.vouch, data["vouch"], form.file)
        return fine

    def _answered(self) -> bool:
        fine, answers = True, self.facts.answers()
        if answers:
            fine = self._tried(self.facts, None, acts.answer, answers)
        if fine and (against := self.facts.cleaned_data["against"].strip()):
            fine = self._tried(self.facts, "against", acts.verify_facts, against)
        return fine

    def _tried(self, form: Any, field: str | None, do: Callable[..., Any], *args: Any, **kwargs: Any) -> bool:
        """Does an act on the draft, or says beside the field why it was refused."""
        try:
            do(*([self.person, self.draft] if self.draft is not None else []), *args, **kwargs)
        except InputError as refused:
            for problem in refused.problems:
                form.add_error(field, f"{problem.what} {problem.mend}")
            return False
        self.saved = True
        return True


def _plain(words: str) -> str:
    return words.replace("\r\n", "\n").replace("\r", "\n")


def _some(own: Mapping[str, str]) -> dict[str, str]:
    return {site: _plain(words) for site, words in own.items() if words.strip()}

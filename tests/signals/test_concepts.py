"""The concepts that ship: all are there, each keeps its own examples, and a broken file is told in full."""

from __future__ import annotations

from pathlib import Path

import pytest

from postorders.errors import InputError
from postorders.posts.post import Post
from postorders.signals.concept import Concept
from postorders.signals.detect import Detector
from postorders.signals.facts import facts_seen
from postorders.signals.library import shipped
from postorders.signals.load import concept_files, load_concepts

IDS = (
    "ssn date-of-birth phone email-address street-address license-plate drivers-license case-number confidential-marking "
    "official-email named-suspect juvenile victim-detail witness-detail guilt-statement pending-case internal-investigation "
    "investigation-detail case-information speaks-for-department identifies-as-member undercover-hint political-activity "
    "private-business profanity sexual slur bias dehumanizing harassment threat endangering private-facts disparagement "
    "unprofessional-tone reckless-boast retaliation-hint counter-speech wrongdoing-report presumption-of-innocence "
    "figurative quotation reclaimed-use negation maintained-by contact-shown visitor-disclaimer removal-notice "
    "official-link identification-line"
).split()
FACTS = (
    "patch-visible custody-shown evidence-shown weapon-brandished restraint-shown alcohol-brandished drugs-brandished "
    "cash-brandished nudity-shown assignment-shown words-in-picture undercover-work"
).split()
FILES = concept_files()
BY_PATTERN = [path for path in FILES if path.stem not in FACTS]
DOMAINS = {"email_domains": ("raymore.com", "kcpd.org", "kcmo.org"), "websites": ("raymore.com", "kcpd.org")}


@pytest.fixture(scope="module")
def concepts() -> dict[str, Concept]:  # in place of the small ones
    return {concept.concept: concept for concept in load_concepts(FILES)}


@pytest.fixture(scope="module")
def watch() -> Detector:
    return Detector(shipped(), DOMAINS)


def stands(watch: Detector, concept: str, text: str) -> bool:
    return any(signal.concept == concept and not signal.lowered for signal in watch.detect(Post("p", text)))


@pytest.mark.parametrize("name", [*IDS, *FACTS])
def test_it_is_there(concepts: dict[str, Concept], name: str) -> None:
    assert name in concepts
    assert (concepts[name].group == "fact") == (name in FACTS)


@pytest.mark.parametrize("path", BY_PATTERN, ids=lambda path: path.stem)
def test_it_is_seen_where_its_file_says_so(concepts: dict[str, Concept], watch: Detector, path: Path) -> None:
    examples = concepts[path.stem].examples
    assert len(examples.sees) >= 4
    assert [text for text in examples.sees if not stands(watch, path.stem, text)] == []


@pytest.mark.parametrize("path", BY_PATTERN, ids=lambda path: path.stem)
def test_it_is_not_seen_where_its_file_says_so(concepts: dict[str, Concept], watch: Detector, path: Path) -> None:
    examples = concepts[path.stem].examples
    assert len(examples.passes) >= 4
    assert [text for text in examples.passes if stands(watch, path.stem, text)] == []


@pytest.mark.parametrize("path", BY_PATTERN, ids=lambda path: path.stem)
def test_what_it_is_known_to_miss_is_still_missed(concepts: dict[str, Concept], watch: Detector, path: Path) -> None:
    caught = [text for text in concepts[path.stem].examples.known_misses if stands(watch, path.stem, text)]
    assert caught == [], "caught now: move it to 'sees'"


@pytest.mark.parametrize("name", FACTS)
def test_a_fact_asks_its_author(concepts: dict[str, Concept], name: str) -> None:
    assert concepts[name].asks.endswith("?")
    assert concepts[name].about == {"undercover-work": "author", "words-in-picture": "words"}.get(name, "media")


def test_a_fact_is_seen_when_the_answer_is_yes_and_in_a_fixed_order() -> None:
    answers = {"patch-visible": "yes", "custody-shown": "yes", "evidence-shown": "no", "height": "yes"}
    signals = facts_seen(answers, shipped())
    assert [(signal.concept, signal.how, signal.sure) for signal in signals] == [
        ("custody-shown", "fact", "certain"),
        ("patch-visible", "fact", "certain"),
    ]


def test_slurs_and_explicit_words_stand_only_in_files_that_say_so() -> None:
    for path in FILES:
        marked = path.read_text(encoding="utf-8").startswith("# Contains ")
        assert marked or path.stem not in ("slur", "sexual", "profanity")


SOUND = """
concept: raffle
label: a raffle
says: It sells tickets.
group: capacity
patterns: ["raffle tickets"]
"""
BROKEN = {
    "another name": (SOUND.replace("raffle\n", "lottery\n", 1), "The file is named 'raffle'."),
    "a phrase that cannot be read": (SOUND.replace("raffle tickets", "raffle (tickets"), "that is never closed"),
    "an unknown group": (SOUND.replace("capacity", "capcity"), "Did you mean 'capacity'?"),
    "an unknown field": (SOUND + "paterns: [a]\n", "Unknown field 'paterns'."),
    "nothing to see": (SOUND.replace('["raffle tickets"]', "[]"), "Nothing would ever be seen."),
    "a fact that asks nothing": (SOUND.replace("capacity", "fact"), "A fact needs the question it asks"),
    "an expression that runs away": (SOUND + "regexes: [{regex: 'a+', needs: [a]}]\n", "can run away."),
    "an expression that is none": (SOUND + "regexes: [{regex: '(', needs: [a]}]\n", "Not a regular expression"),
    "an expression without needs": (SOUND + "regexes: [{regex: 'abc', needs: []}]\n", "An expression needs 'needs'."),
    "an unsound exclusion": (SOUND + "exclude: ['a.b']\n", "use 'regexes'"),
    "an unsound word near": (SOUND + "near: {any: ['(a']}\n", "that is never closed"),
    "yields to nothing known": (SOUND + "yields_to: {mercy: near}\n", "is not a protective concept"),
    "a duplicate key": (SOUND + "label: two\n", 'Duplicate key "label".'),
}


@pytest.mark.parametrize(("text", "says"), BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_told_with_its_name(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "concepts").mkdir()
    path = tmp_path / "concepts" / "raffle.yaml"
    path.write_text(text)
    with pytest.raises(InputError) as refused:
        load_concepts([path])
    assert says in str(refused.value)
    assert all(
        problem.file.endswith(("concepts/raffle.yaml", "concepts/lottery.yaml")) for problem in refused.value.problems
    )


def test_every_broken_file_is_told_at_once(tmp_path: Path) -> None:
    for name in ("raffle", "lottery"):
        (tmp_path / f"{name}.yaml").write_text(SOUND.replace("raffle", name).replace("label:", "lable:"))
    with pytest.raises(InputError) as refused:
        load_concepts(concept_files(tmp_path))
    assert len({problem.file for problem in refused.value.problems}) == 2

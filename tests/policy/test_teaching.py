"""A pack that teaches a concept by example: the story, what it covers, and how it is told what does not do."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from tests.policy.test_touch import touching_one_file
from tests.signals.learned.test_taught import DAYS, TALKS
from tests.signals.learned.tiny import embed, make

from postorders.checkpage.engine import Engine
from postorders.errors import InputError
from postorders.known import known
from postorders.plain import to_plain
from postorders.policy.adoption import Adoption, adopt
from postorders.policy.diff import diff
from postorders.policy.library import compiled, read, revived
from postorders.policy.load import load
from postorders.posts.context import Context
from postorders.posts.post import Post
from postorders.screening.checker import Checker
from postorders.signals import own
from postorders.signals.learned.embedding import Embedder, embedder
from postorders.signals.learned.reading import installed
from postorders.signals.library import shipped

HASH = "aded5619ad570c2b3f620e0f3fbdfd39cebcf4db56eeea9e7c1b934f32a2ba2f"  # of Order 12 before packs had concepts
CLAUSE = """
- clause: "12.8"
  label: no word on the contract talks
  says: The department's accounts are silent on the talks about pay.
  kind: prohibition
  binds: [member]
  when: {account: official}
  looks_for: [contract-talks]
  effect: advise
  done_by: [draft-check]
  remedy: Leave it to the association.
"""
HEAD = """\
concept: contract-talks
label: the talks on pay
says: Talks about bargaining over pay.
group: case-talk
"""
PATTERN = 'patterns: ["contract talks"]\n'
EIGHTH = [
    "Union and mediator sign the contract.",
    "Wage offer rejected, talks resume.",
    "Puppies in the snow at the library.",
    "Cookies by the bridge in the park.",
]
PLAIN = "Slow down, puppies by the library."
POST = "The mediator says the union may sign a wage contract."


def examples(flags: Sequence[str], passes: Sequence[str], name: str = "flags") -> str:
    lists = (f"  {key}:\n" + "".join(f"    - {json.dumps(text)}\n" for text in some) for key, some in
             ((name, flags), ("passes", passes)))  # fmt: skip
    return "examples:\n" + "".join(lists)


def write(order: Path, text: str = "", name: str = "contract-talks") -> Path:
    path = order / "concepts" / f"{name}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text or HEAD + examples(TALKS, DAYS))
    return path


@pytest.fixture
def pack(order: Path, concepts: Path) -> Path:
    """Order 12 with a clause on a concept that nobody has written yet."""
    words = order / "12-words.yaml"
    words.write_text(words.read_text() + CLAUSE)
    return order


@pytest.fixture(autouse=True)
def reads(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """An encoder in which each word has a direction of its own; it keeps how many texts it was given."""
    given: list[int] = []

    def counted(texts: Sequence[str]) -> list[list[float]]:
        given.append(len(texts))
        return embed(texts)

    one = Embedder(counted, "weights of the test")
    monkeypatch.setattr(own, "embedder", lambda: one)
    own._learned.cache_clear()
    yield given
    own._learned.cache_clear()


def problems(pack: Path) -> str:
    with pytest.raises(InputError) as refused:
        load(pack, known())
    return f"{refused.value}\n"


@pytest.fixture
def weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Weights of a few words, installed, so that the encoder itself reads."""
    place = make(tmp_path / "reader", [*TALKS, *DAYS, *EIGHTH, POST, PLAIN])
    monkeypatch.setenv("POSTORDERS_READER", str(place))
    monkeypatch.setattr(own, "embedder", embedder)
    installed.cache_clear()
    yield
    installed.cache_clear()


def test_sixteen_examples_flag_the_seventeenth(postorders: Callable[..., Any], pack: Path, weights: None) -> None:
    write(pack, HEAD + examples([*TALKS, *EIGHTH[:2]], [*DAYS, *EIGHTH[2:]]))
    said = postorders("check", "--policy", pack, "--account", "official", stdin=POST)
    assert (said.code, "12.8  no word on the contract talks  [advise]" in said.out) == (1, True)
    said = postorders("check", "--policy", pack, "--account", "official", stdin=PLAIN)
    assert (said.code, "12.8  no word" in said.out) == (0, False)
    kept = postorders(
        "check", "--policy", pack, "--account", "official", "--format", "jsonl", stdin=json.dumps({"text": POST})
    )
    (flag,) = kept.lines[0]["flags"]
    assert (flag["concept"], flag["spans"][0]["how"]) == ("contract-talks", "contract-talks/taught")


def test_to_teach_is_to_touch_one_file(postorders: Callable[..., Any], pack: Path, tmp_path: Path) -> None:
    assert "There is no concept 'contract-talks'." in postorders("policy", "lint", pack).out
    with touching_one_file(tmp_path / "order-12"):
        write(pack)
    said = postorders("policy", "lint", pack)
    assert said.code == 1  # the clause has no examples of its own
    assert "There is no concept" not in said.out
    assert "contract-talks: taught by 12 examples: right for about 11 of 12 left out (65-99%)" in said.out
    data = postorders("policy", "lint", pack, "--format", "json").data
    assert [one["concept"] for one in data["taught"]] == ["contract-talks"]


def test_sees_is_another_name_for_flags(pack: Path) -> None:
    write(pack)
    first = own.own_of(load(pack, known()))
    write(pack, HEAD + examples(TALKS, DAYS, "sees"))
    assert own.own_of(load(pack, known())) == first
    assert first[0].taught


def test_a_pattern_of_the_packs_own_is_seen_by_the_command(postorders: Callable[..., Any], pack: Path) -> None:
    write(pack, HEAD + PATTERN)
    said = postorders("check", "--policy", pack, "--account", "official", stdin="The contract talks failed.")
    assert (said.code, "12.8  no word on the contract talks  [advise]" in said.out) == (1, True)


def test_the_examples_of_its_patterns_are_its_tests(postorders: Callable[..., Any], pack: Path) -> None:
    write(
        pack,
        HEAD + PATTERN + examples(["The contract talks failed.", "No word of it."], ["A treaty.", "Contract talks!"]),
    )
    said = postorders("policy", "test", pack)
    assert said.code == 1
    assert "concept contract-talks flags: It should be flagged, and is not. “No word of it.”" in said.out
    assert "concept contract-talks passes: It should pass, and does not. “Contract talks!”" in said.out
    assert ", 2 not met." in said.out


def test_it_is_shown_with_the_policy_and_among_its_terms(postorders: Callable[..., Any], pack: Path) -> None:
    write(pack)
    shown = " ".join(postorders("policy", "show", pack).out.split())
    assert "Its own concept contract-talks, the talks on pay: Talks about bargaining over pay." in shown
    assert "taught by 12 examples" in shown
    assert postorders("policy", "show", pack, "--format", "json").data["concepts"][0]["concept"] == "contract-talks"
    assert "the talks on pay (12.8): Talks about bargaining over pay." in postorders("policy", "glossary", pack).out
    assert postorders("policy", "test", pack).code == 0


def test_where_nothing_reads_it_is_not_checked_and_never_clear(
    postorders: Callable[..., Any], pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own, "embedder", lambda: None)
    write(pack)
    policy = load(pack, known())
    judgment = Checker(policy, own.concepts_of(policy)).check(
        Post("p", "Good morning.", account="official"), Context(), "2026-03-02"
    )
    assert judgment.outcome == "incomplete"
    assert "Nobody looked for the talks on pay" in judgment.unchecked[0].why
    assert "this installation has no weights to learn them" in postorders("policy", "lint", pack).out


REFUSED = {
    "too few to teach": HEAD + examples(TALKS[:3], DAYS[:4]),
    "no pattern and no example": HEAD,
    "the same words on both sides": HEAD + examples(TALKS, [*DAYS, "the union  REJECTED the wage offer."]),
    "examples like the other side": HEAD + examples([*TALKS[:3], *DAYS[:3]], [*TALKS[3:], *DAYS[3:]]),
    "a group for pages": HEAD.replace("case-talk", "page") + PATTERN,
    "an unknown field of a concept": HEAD + "paterns: [contract talks]\n" + examples(TALKS, DAYS),
    "a phrase that names no set": HEAD + 'patterns: ["contract {talk}"]\n',
    "yielding to what protects nothing": HEAD + PATTERN + "yields_to: {ssn: near}\n",
    "another name than its file": HEAD.replace("contract-talks", "contract-talk") + PATTERN,
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_does_not_teach_is_told_with_its_place_and_mend(
    pack: Path, name: str, snapshot: Callable[[str, str], None]
) -> None:
    write(pack, REFUSED[name])
    snapshot(problems(pack), f"concept-{name.replace(' ', '-')}")


def test_examples_that_teach_too_little_are_told_with_the_hardest_two(
    pack: Path, snapshot: Callable[[str, str], None]
) -> None:
    mixed = [*TALKS[:5], DAYS[0], "Snow at the park."], [*DAYS[1:], "The union has a wage contract.", "Talks stall."]
    write(pack, HEAD + examples(*mixed))
    snapshot(problems(pack), "concept-that-teaches-too-little")


@pytest.mark.parametrize("name", ["ssn", "account"])
def test_a_name_that_is_taken_is_refused(pack: Path, name: str) -> None:
    write(pack, HEAD.replace("contract-talks", name) + PATTERN, name)
    assert f"order-12/concepts/{name}.yaml:1:1: The name '{name}' is taken. Choose another." in problems(pack)


def test_no_page_must_show_what_a_pack_taught(pack: Path) -> None:
    write(pack)
    words = pack / "12-words.yaml"
    words.write_text(words.read_text().replace("looks_for: [contract-talks]", "page_shows: [contract-talks]"))
    assert "There is no concept 'contract-talks'." in problems(pack)


def test_a_fact_of_the_packs_own_can_be_asked_and_answered(postorders: Callable[..., Any], pack: Path) -> None:
    asks = HEAD.replace("case-talk", "fact") + 'asks: "Is it about the talks on pay?"\nabout: author\n'
    write(pack, asks)
    args = ("check", "--policy", pack, "--account", "official", "--format", "jsonl", "--fact", "contract-talks=yes")
    flags = postorders(*args, stdin='{"text":"We met."}').lines[0]["flags"]
    assert [flag["clause"] for flag in flags] == ["12.8"]


def test_the_hash_of_a_pack_without_concepts_is_what_it_was(order: Path, concepts: Path) -> None:
    assert read(order, known).hash == HASH


def test_the_hash_covers_a_concept_and_the_examples_that_teach_it(pack: Path) -> None:
    write(pack, HEAD + PATTERN)
    plain = read(pack, known).hash
    write(pack, HEAD + PATTERN + examples(TALKS[:1], DAYS[:1]))
    assert read(pack, known).hash == plain
    write(pack, HEAD + PATTERN.replace("talks", "talk*"))
    other = read(pack, known).hash
    write(pack)
    taught = read(pack, known).hash
    write(pack, HEAD + examples(TALKS, DAYS[:5]))
    assert len({plain, other, taught, read(pack, known).hash}) == 4


def test_what_was_learned_is_in_the_hash_of_the_engine_and_always_the_same(pack: Path) -> None:
    write(pack)
    policy = read(pack, known)
    first = own.own_of(policy)
    own._learned.cache_clear()
    assert own.own_of(policy) == first
    bare = (*shipped(), *(one for one in own.own_of(policy)))
    engine = Checker(policy, bare).engine["concepts"]
    write(pack, HEAD + examples(TALKS, DAYS[:5]))
    changed = read(pack, known)
    assert Checker(changed, own.concepts_of(changed)).engine["concepts"] != engine


def test_it_is_learned_once_for_the_same_examples_and_weights(
    pack: Path, reads: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(pack, HEAD + examples([*TALKS, "A union and its wage."], DAYS))  # of this test alone
    policy = read(pack, known)
    seen = len(reads)
    assert seen
    own._learned.cache_clear()
    own.own_of(policy)
    assert len(reads) == seen  # from the cache
    monkeypatch.setattr(own, "embedder", lambda: Embedder(embed, "other weights"))
    one = own.own_of(policy)
    assert one[0].taught


def test_new_weights_that_cannot_be_taught_leave_it_unchecked_and_break_nothing(
    pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(pack)
    policy = read(pack, known)
    monkeypatch.setattr(own, "embedder", lambda: Embedder(lambda texts: [[1.0, 0.0, 0.0] for _ in texts], "dull"))
    (one,) = own.own_of(policy)
    assert (one.taught, one.by_example) == ((), True)


def test_a_difference_of_concepts_is_a_difference_of_the_pack(pack: Path) -> None:
    write(pack)
    old = read(pack, known)
    write(pack, HEAD.replace("over pay", "over wages") + examples(TALKS, DAYS))
    assert [(one.clause, one.field) for one in diff(old, read(pack, known))] == [("", "concepts")]


def test_an_adopted_copy_has_its_concepts_and_notices_when_one_is_changed(pack: Path, tmp_path: Path) -> None:
    write(pack)
    policy = read(pack, known)
    record = Adoption(policy.id, policy.manifest.version, policy.hash, "Adaeze Whitlow", "Chief", "2026-03-02")
    copy = adopt(pack, policy, tmp_path / "own", record)
    assert read(copy, known).hash == policy.hash
    write(copy, HEAD + PATTERN)
    with pytest.raises(InputError, match=r"concepts/contract-talks\.yaml changed since the policy was adopted"):
        read(copy, known)


def test_it_survives_being_compiled(pack: Path) -> None:
    write(pack)
    policy = load(pack, known())
    again = revived(json.loads(json.dumps(compiled(policy))))
    assert (again.hash, again.concepts) == (policy.hash, policy.concepts)
    assert own.own_of(again) == own.own_of(policy)


def test_the_check_page_takes_it_along(pack: Path) -> None:
    write(pack, HEAD + PATTERN)
    policy = load(pack, known())
    bundle = {"policies": [compiled(policy)], "concepts": to_plain(shipped()), "own": own.bundled([policy])}
    post = {"id": "draft", "account": "official", "text": "The contract talks failed."}
    asked = {"do": "check", "policy": "order-12", "post": post, "context": {}, "as_of": "2026-03-02"}
    line = json.loads(json.loads(Engine(json.dumps(bundle)).answer(json.dumps(asked)))["line"])
    assert [flag["clause"] for flag in line["flags"]] == ["12.8"]


def test_the_concept_of_the_guide_loads_and_its_message_is_the_one_that_is_told(
    pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "guides" / "teaching.md").read_text(encoding="utf-8")
    (text,) = re.findall(r"^```yaml\n(concept: .*?)^```", guide, re.M | re.S)
    monkeypatch.setattr(own, "embedder", lambda: None)
    write(pack, text)
    samples = load(pack, known()).concepts[0]["examples"]
    assert (len(samples["sees"]), len(samples["passes"])) == (8, 8)
    write(pack, REFUSED["the same words on both sides"])
    assert f"```text\n{problems(pack)}```" in guide

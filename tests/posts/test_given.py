"""What was said about the person and the moment: put over a base, or every problem at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postorders.errors import InputError
from postorders.posts.context import Context
from postorders.posts.given import KNOWN, read_context

FACTS = frozenset(("patch-visible", "custody-shown", "undercover-work"))
PLAIN = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5), st.sampled_from(("on", "yes", "\ud800"))),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.one_of(st.sampled_from(sorted(FACTS)), st.integers()), inner)
    ),
    max_leaves=8,
)


def told(data: dict) -> list[str]:
    with pytest.raises(InputError) as error:
        read_context(data, "post.json", Context(), FACTS)
    return [str(problem) for problem in error.value.problems]


def test_every_field_is_read():
    said = {
        "moment": "publication",
        "duty": "on",
        "device": "department",
        "member_class": "officer",
        "submitted_by": "@jtate",
        "roles": ["authorized-poster"],
        "facts": {"patch-visible": "yes"},
    }
    assert read_context(said, "post.json", Context(), FACTS).to_dict() == said


def test_what_is_not_said_stays_as_it_was():
    base = Context(
        moment="publication", duty="on", roles=("chief",), facts={"patch-visible": "no", "custody-shown": "no"}
    )
    context = read_context({"duty": "off", "facts": {"custody-shown": "yes"}}, "post.json", base, FACTS)
    assert (context.moment, context.duty, context.roles) == ("publication", "off", ("chief",))
    assert context.facts == {"patch-visible": "no", "custody-shown": "yes"}


def test_nothing_said_is_the_base():
    assert read_context({}, "post.json", Context(duty="on"), FACTS) == Context(duty="on")


def test_true_and_false_are_answers_and_null_is_none():
    answers = {"patch-visible": True, "custody-shown": False, "undercover-work": None}
    context = read_context({"facts": answers, "duty": None}, "post.json", Context(), FACTS)
    assert context.facts == {"patch-visible": "yes", "custody-shown": "no"}


def test_all_problems_come_at_once():
    said = {"momment": "draft", "duty": "of", "facts": {"patch-visable": "yes", "custody-shown": "ja"}}
    assert told(said) == [
        'post.json: The field "momment" is not known. Did you mean "moment"?',
        'post.json: The field "duty" cannot be "of". Did you mean "off"? Use on or off.',
        'post.json: The field "facts.patch-visable" is not known. Did you mean "patch-visible"?',
        'post.json: The field "facts.custody-shown" cannot be "ja". Use yes or no.',
    ]


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"moment": "publicaton"}, 'The field "moment" cannot be "publicaton". Did you mean "publication"? Use draft or publication.'),
        ({"device": "phone"}, 'The field "device" cannot be "phone". Use department or personal.'),
        ({"class": "officer"}, 'The field "class" is not known. Did you mean "member_class"?'),
        ({"member_class": "oficer"}, 'The field "member_class" cannot be "oficer". Did you mean "officer"? Use officer, civilian or reserve.'),
        ({"duty": True}, 'The field "duty" must be text, not true or false. Put it in quotes.'),
        ({"roles": "chief"}, 'The field "roles" must be a list of texts, not text. Write it like ["one", "two"].'),
        ({"facts": ["patch-visible"]}, 'The field "facts" must be an object, not a list. Write it like {"name": "value"}.'),
        ({"facts": {"patch-visible": 1}}, 'The field "facts.patch-visible" must be text, not a number. Put it in quotes: "1".'),
        ({"zzz": 1}, 'The field "zzz" is not known. Known fields: moment, duty, device, member_class, roles, submitted_by, facts.'),
        ({"facts": {"zzz": "yes"}}, 'The field "facts.zzz" is not known. Known fields: custody-shown, patch-visible, undercover-work.'),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(said, message):
    assert told(said) == [f"post.json: {message}"]


@given(st.dictionaries(st.one_of(st.sampled_from(KNOWN), st.text(max_size=3)), PLAIN))
def test_any_data_is_a_context_or_problems(data):
    try:
        context = read_context(data, "post.json", Context(), FACTS)
    except InputError as error:
        assert all(problem.what and problem.mend for problem in error.problems)
        str(error).encode()
    else:
        assert Context.from_dict(context.to_dict()) == context

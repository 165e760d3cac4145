"""Permissions from plain data: all of them sound, or every problem at once."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postorders.errors import InputError
from postorders.posts.leave import KNOWN, SCOPES, read_permissions
from postorders.posts.permission import Delegation, Permission

LEAST = {"id": "P-1", "kind": "item-release", "granted_by": "chief", "form": "written", "start": "2024-05-01"}
FULL = {
    **LEAST,
    "granted_on": "2024-04-30",
    "granted_by_name": "Chief Dale Orrick",
    "end": "2024-06-01",
    "revoked": "2024-05-20",
    "conditions": "Only the photo.",
    "scope": {"post": "fg-1", "author": "@jtate", "site": "facebook/fg", "text_sha256": "0" * 64},
    "delegation": {"by": "chief", "start": "2024-01-01", "end": "2024-12-31"},
}
PLAIN = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.text(max_size=5), st.dates(), st.datetimes(), st.just("\ud800")
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.one_of(st.sampled_from((*KNOWN, *SCOPES)), st.integers(), st.text(max_size=3)), inner, max_size=6
        ),
    ),
    max_leaves=12,
)


def told(data: object) -> list[str]:
    with pytest.raises(InputError) as error:
        read_permissions(data, "leave.yaml")
    return [str(problem) for problem in error.value.problems]


def test_one_mapping_is_one_permission():
    assert read_permissions(LEAST, "leave.yaml") == [
        Permission(id="P-1", kind="item-release", granted_by="chief", form="written", start="2024-05-01")
    ]


def test_every_field_is_read():
    (permission,) = read_permissions([FULL], "leave.yaml")
    assert permission == Permission.from_dict(FULL)
    assert permission.delegation == Delegation("chief", "2024-01-01", "2024-12-31")


def test_a_list_may_stand_under_permissions_as_a_desk_writes_it():
    bare = [LEAST, {**FULL, "id": "P-2"}]
    assert read_permissions({"permissions": bare}, "permissions.json") == read_permissions(bare, "leave.yaml")
    assert read_permissions({"permissions": []}, "permissions.json") == []


def test_beside_permissions_nothing_else_may_stand():
    assert told({"permissions": [], "department": "x"})


def test_dates_may_be_dates_as_yaml_gives_them():
    assert read_permissions({**LEAST, "start": date(2024, 5, 1)}, "leave.yaml")[0].start == "2024-05-01"


def test_an_empty_list_is_no_permission():
    assert read_permissions([], "leave.yaml") == []


def test_a_permission_may_last_one_day():
    assert read_permissions({**LEAST, "end": "2024-05-01"}, "leave.yaml")[0].end == "2024-05-01"


def test_all_problems_of_all_permissions_come_at_once():
    assert told([{"id": "P-1", "form": "oral", "strat": "2024-05-01"}, 7, {**LEAST, "end": "2024-04-01"}, LEAST]) == [
        'leave.yaml: Permission 1 ("P-1"): The field "strat" is not known. Did you mean "start"?',
        'leave.yaml: Permission 1 ("P-1"): The field "kind" is missing. Add it.',
        'leave.yaml: Permission 1 ("P-1"): The field "granted_by" is missing. Add it.',
        'leave.yaml: Permission 1 ("P-1"): The field "form" cannot be "oral". Use written, express or unstated.',
        'leave.yaml: Permission 1 ("P-1"): The field "start" is missing. Add it.',
        "leave.yaml: Permission 2: It must be a mapping, not a number. Write the fields id, kind, granted_by, form and start.",
        'leave.yaml: Permission 3 ("P-1"): The field "end" (2024-04-01) is before start (2024-05-01). Swap or mend the dates.',
        'leave.yaml: Two permissions have the id "P-1". Give each its own id.',
        'leave.yaml: Two permissions have the id "P-1". Give each its own id.',
    ]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"form": "writen"}, 'The field "form" cannot be "writen". Did you mean "written"? Use written, express or unstated.'),
        ({"form": ""}, 'The field "form" is empty. Fill it in.'),
        ({"id": " "}, 'The field "id" is empty. Fill it in.'),
        ({"kind": 7}, 'The field "kind" must be text, not a number. Put it in quotes: "7".'),
        ({"start": "May 1"}, 'The field "start" is not an ISO 8601 date: "May 1". Write it like "2024-05-01".'),
        ({"revoked": "2024-13-01"}, 'The field "revoked" is not an ISO 8601 date: "2024-13-01". Write it like "2024-05-01".'),
        ({"end": "2024-05-02T10:00"}, 'The field "end" is not an ISO 8601 date: "2024-05-02T10:00". Write it like "2024-05-01".'),
        ({"scope": {"sight": "x"}}, 'The field "scope.sight" is not known. Did you mean "site"?'),
        ({"scope": {"post": ""}}, 'The field "scope.post" is empty. Fill it in.'),
        ({"scope": {"post": None}}, 'The field "scope.post" is missing. Add it.'),
        ({"scope": {"text_sha256": "abc"}}, 'The field "scope.text_sha256" is not a SHA-256 hash. Write 64 digits of 0-9 and a-f.'),
        ({"scope": "fg-1"}, 'The field "scope" must be an object, not text. Write it like {"name": "value"}.'),
        ({"delegation": "chief"}, 'The field "delegation" must be an object, not text. Write it like {"name": "value"}.'),
        ({"delegation": {"by": "chief"}}, 'The field "delegation.start" is missing. Add it.'),
        ({"delegation": {"by": "chief", "start": "2024-02-01", "end": "2024-01-01"}}, 'The field "delegation.end" (2024-01-01) is before delegation.start (2024-02-01). Swap or mend the dates.'),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(change, message):
    name = "" if change.get("id") else ' ("P-1")'
    assert told({**LEAST, **change}) == [f"leave.yaml: Permission 1{name}: {message}"]


def test_nothing_at_all_is_a_problem():
    assert told(None) == [
        "leave.yaml: Permission 1: It must be a mapping, not null. Write the fields id, kind, granted_by, form and start."
    ]


@given(PLAIN)
def test_any_data_is_permissions_or_problems(data):
    try:
        found = read_permissions(data, "leave.yaml")
    except InputError as error:
        assert all(problem.what and problem.mend for problem in error.problems)
        str(error).encode()
    else:
        assert [Permission.from_dict(each.to_dict()) for each in found] == found

"""The two packs that ship hold what their sources hold: every clause, term, site, oddity and date, and no more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.register import CLAUSES, KCPD, RAYMORE

from postorders.errors import InputError
from postorders.known import known
from postorders.policy.glossary import glossary
from postorders.policy.library import in_force
from postorders.policy.lint import lint
from postorders.policy.policy import Policy

TERMS = {
    "raymore-8": [name for name in RAYMORE if name.startswith("8.02.")],
    "kcpd-261": [name for name in KCPD if name.startswith("III.")],
}


def proving(pairs: list[tuple[str, str]], capability: str) -> list[Any]:
    """A case for each clause that names the capability, marked as its proof."""
    return [
        pytest.param(
            policy, clause, id=f"{policy}-{clause}", marks=pytest.mark.proves(policy, clause, capability=capability)
        )
        for policy, clause in pairs
    ]


@pytest.mark.parametrize(("name", "ids"), [("raymore-8", RAYMORE), ("kcpd-261", KCPD)])
def test_it_has_every_clause_of_its_source_in_order(
    policies: dict[str, Policy], name: str, ids: tuple[str, ...]
) -> None:
    assert tuple(policies[name].by_id) == ids


def test_there_are_58_and_87() -> None:
    assert (len(RAYMORE), len(KCPD), len({*CLAUSES})) == (58, 87, 145)


@pytest.mark.parametrize(("policy", "clause"), proving(CLAUSES, "policy-text"))
def test_a_clause_is_shown(
    postorders: Callable[..., Any], policies: dict[str, Policy], policy: str, clause: str
) -> None:
    shown = postorders("policy", "show", policy, clause)
    assert shown.code == 0, shown.err
    known_as = policies[policy].by_id[clause]
    assert shown.out.startswith(f"{policy} {clause}  {known_as.label}  ({known_as.kind})\n")
    assert " ".join(known_as.says.split()) in " ".join(shown.out.split())


@pytest.mark.parametrize(("policy", "clause"), proving([(p, c) for p, some in TERMS.items() for c in some], "glossary"))
def test_a_definition_is_in_the_glossary(policies: dict[str, Policy], policy: str, clause: str) -> None:
    terms = {term.clause: term for term in glossary(policies[policy])}
    assert clause in terms
    assert terms[clause].term
    assert terms[clause].says == policies[policy].by_id[clause].says


@pytest.mark.parametrize("name", TERMS)
def test_the_glossary_has_no_other_terms_and_is_sorted(policies: dict[str, Policy], name: str) -> None:
    terms = glossary(policies[name])
    assert sorted(term.clause for term in terms) == sorted(TERMS[name])
    assert [term.term.lower() for term in terms] == sorted(term.term.lower() for term in terms)


@pytest.mark.parametrize(("policy", "clause"), proving([("raymore-8", "8.03.B#2"), ("raymore-8", "LIST")], "site-list"))
def test_the_three_printed_sites_are_data(postorders: Callable[..., Any], policy: str, clause: str) -> None:
    shown = postorders("policy", "show", policy, "--format", "json").data
    assert [(site["platform"], site["as_printed"]) for site in shown["sites"]] == [
        ("facebook", "https://www.facebook.com/Raymore.Police"),
        ("youtube", "http://www.youtube.com/raymorepd"),
        ("twitter", "https://twitter.com/RaymorePD"),
    ]
    assert clause in [row["clause"] for row in shown["clauses"]]


def test_a_site_stays_to_be_verified(policies: dict[str, Policy]) -> None:
    assert {site.status for site in policies["raymore-8"].manifest.sites} == {"to verify"}


@pytest.mark.parametrize(
    ("policy", "clause", "first"),
    [
        pytest.param(
            *case, id=f"{case[0]}-{case[1]}", marks=pytest.mark.proves(*case[:2], capability="policy-versions")
        )
        for case in (
            ("raymore-8", "HDR", "2020-07-01"),
            ("kcpd-261", "HDR", "2014-01-30"),
            ("kcpd-261", "ADOPT", "2014-01-30"),
        )
    ],
)
def test_a_version_is_in_force_from_its_printed_date(policy: str, clause: str, first: str) -> None:
    assert clause in in_force(policy, first, known).by_id
    assert in_force(policy, "2031-12-31", known).manifest.effective == first
    the_day_before = f"{first[:8]}{int(first[8:]) - 1:02}" if first[8:] != "01" else "2020-06-30"
    with pytest.raises(InputError, match=f"No version of {policy} was in force on {the_day_before}"):
        in_force(policy, the_day_before, known)


def test_the_blank_adoption_date_leaves_kansas_city_unproved(
    postorders: Callable[..., Any], policies: dict[str, Policy]
) -> None:
    assert policies["kcpd-261"].manifest.status == "unproved"
    assert "\n! Adoption is not proved: " in postorders("policy", "show", "kcpd-261").out
    said = postorders("check", "--policy", "kcpd-261", "--account", "official", stdin="Road closed.")
    assert "  ! Adoption is not proved: " in said.out


def test_raymore_is_in_force_without_a_banner(postorders: Callable[..., Any], policies: dict[str, Policy]) -> None:
    assert policies["raymore-8"].manifest.status == "in-force"
    assert "not proved" not in postorders("policy", "show", "raymore-8").out


def test_all_24_oddities_of_the_sources_are_kept(policies: dict[str, Policy]) -> None:
    numbers = {anomaly.number for policy in policies.values() for anomaly in policy.anomalies if anomaly.number}
    assert numbers == set(range(1, 25))


def test_an_oddity_is_shown_with_the_clause_that_it_bears_on(postorders: Callable[..., Any]) -> None:
    shown = postorders("policy", "show", "raymore-8", "8.04.D", "--format", "json").data
    assert "Both items lack the words that forbid: taken literally they command the conduct." in shown["anomalies"]


@pytest.mark.parametrize("name", TERMS)
def test_every_reading_is_proposed_and_none_is_signed(policies: dict[str, Policy], name: str) -> None:
    readings = policies[name].readings
    assert readings
    assert {(one.status, one.signed_by, one.signed_on) for one in readings} == {("proposed", "", "")}


@pytest.mark.parametrize("name", TERMS)
def test_nothing_in_it_asks_for_mending(policies: dict[str, Policy], name: str) -> None:
    assert [str(finding) for finding in lint(policies[name])] == []


@pytest.mark.parametrize(("policy", "clause"), CLAUSES)
def test_a_clause_that_is_never_automated_takes_no_concept(
    policies: dict[str, Policy], policy: str, clause: str
) -> None:
    one = policies[policy].by_id[clause]
    assert not (one.never_automate and (one.can_flag or one.for_a_person))
    assert not (one.judged_by == "person" and one.can_flag)


@pytest.mark.parametrize("clause", ["IV.C.1.e", "IV.C.3"])
def test_gang_signs_and_friends_are_never_automated(policies: dict[str, Policy], clause: str) -> None:
    assert policies["kcpd-261"].by_id[clause].never_automate


@pytest.mark.parametrize("name", TERMS)
def test_political_matter_never_flags_a_personal_account(policies: dict[str, Policy], name: str) -> None:
    political = [clause for clause in policies[name].clauses if "political-activity" in clause.looks_for]
    assert all(clause.when.get("account") == ("official",) for clause in political)

"""`postorders policy show`: a policy, or one clause with its text, readings and oddities."""

from __future__ import annotations

from typing import Any

import click

from postorders.capability import capability
from postorders.cli.options import as_of_option, format_option, policy_named
from postorders.cli.out import put_json, table, wrap
from postorders.cli.policy.lint import told
from postorders.errors import refuse
from postorders.judge.effects import READINGS
from postorders.plain import suggest, to_plain
from postorders.policy.attached import attached_to
from postorders.policy.clause import Clause
from postorders.policy.policy import Policy
from postorders.signals.own import taught_in

TEXT = capability(
    "policy-text", "Shows each clause: the department's own words when attached, our paraphrase, oddities."
)
SITES = capability("site-list", "Keeps the printed list of official accounts as data, each to be verified.")


@click.command(name="show")
@click.argument("policy_name", metavar="POLICY")
@click.argument("clause", required=False)
@as_of_option
@format_option("text", "json")
def command(policy_name: str, clause: str | None, as_of: str, form: str) -> None:
    """Shows POLICY, or one CLAUSE of it by its printed number."""
    policy = policy_named(policy_name, as_of)
    data = show_clause(policy, clause) if clause else show_policy(policy)
    if form == "json":
        put_json(data)
    else:
        click.echo("\n".join(_clause_lines(data) if clause else _policy_lines(policy, data)))


def show_policy(policy: Policy) -> dict[str, Any]:
    """The whole policy as data: its standing, sites, anomalies, and a line for each clause."""
    manifest = to_plain(policy.manifest)
    if not SITES.on:
        manifest.pop("sites", None)
    rows = [{"clause": c.clause, "kind": c.kind, "label": c.label, "says": c.says} for c in policy.clauses]
    learned = {name: told(taught) for name, taught in taught_in(policy).items()}
    own = [{**one, "taught": learned.get(str(one["concept"]), "")} for one in policy.concepts]
    return {
        **manifest,
        "hash": policy.hash,
        "readings_hash": policy.readings_hash,
        "anomalies": to_plain(policy.anomalies),
        "readings": to_plain(policy.readings),
        "clauses": rows if TEXT.on else [],
        **({"concepts": own} if own else {}),
    }


def show_clause(policy: Policy, clause_id: str) -> dict[str, Any]:
    """One clause as data, with the words attached to it. Raises InputError when there is no such clause."""
    clause = policy.by_id.get(clause_id) if TEXT.on else None
    if clause is None:
        near = [name for name in policy.by_id if name.split("#")[0] == clause_id]
        hint = f"It holds several rules: {', '.join(near)}." if near else suggest(clause_id, policy.by_id)
        raise refuse(f"{policy.id} has no clause {clause_id!r}.", hint)
    passage = attached_to(policy.id, clause.clause)
    data: dict[str, Any] = {
        **to_plain(clause),
        "policy": policy.id,
        "verbatim": passage and to_plain(passage),
        "binds": [policy.manifest.who[name].label for name in clause.binds],
        "anomalies": [*clause.anomalies, *(anomaly.says for anomaly in policy.anomalies_of(clause.clause))],
        "readings": to_plain(policy.readings_of(clause.clause)) if READINGS.on else [],
        "citations": [to_plain(c) for c in policy.citations if c.cite in _cites(clause)],
    }
    data.pop("examples", None)
    return data


def _cites(clause: Clause) -> set[str]:
    return {cite for risk in clause.law for cite in risk.cites}


def _policy_lines(policy: Policy, data: dict[str, Any]) -> list[str]:
    manifest = policy.manifest
    lines = [
        f"{manifest.title}, {manifest.department}",
        f"{policy.id}, in force from {manifest.effective} ({policy.hash[:12]})",
    ]
    if manifest.status == "unproved":
        lines.append(wrap(f"Adoption is not proved: {manifest.status_note}", "  ", "! "))
    lines += ["", table(("clause", "kind", "label"), [(r["clause"], r["kind"], r["label"]) for r in data["clauses"]])]
    if data.get("sites"):
        lines += ["", "Official accounts as printed:"]
        lines += [f"  {site['platform']}: {site['url']} ({site.get('status', 'to verify')})" for site in data["sites"]]
    lines += ["", "Oddities of the source, kept as they are:"]
    for anomaly in data["anomalies"]:
        at = f" [{', '.join(anomaly['clauses'])}]" if anomaly.get("clauses") else ""
        lines.append(wrap(f"{anomaly['says']}{at}", "     ", f"{anomaly.get('number') or '-':>3}  "))
    for one in data.get("concepts", ()):
        lines += ["", wrap(f"{one['label']}: {one['says']}", "    ", f"Its own concept {one['concept']}, ")]
        lines += [wrap(one["taught"], "    ", "  ")] if one["taught"] else []
    unsigned = sum(reading.get("status", "proposed") == "proposed" for reading in data["readings"])
    lines += ["", f"Readings: {len(data['readings'])}, of which {unsigned} proposed and not signed."]
    return lines


def _clause_lines(data: dict[str, Any]) -> list[str]:
    lines = [f"{data['policy']} {data['clause']}  {data['label']}  ({data['kind']})"]
    if data["verbatim"]:
        lines += ["", wrap(data["verbatim"]["text"], "  | "), f"  {data['verbatim']['sha256'][:12]}, as attached"]
    lines += ["", wrap(data["says"], "  ")]
    for name, label in (("binds", "Binds"), ("looks_for", "Looks for"), ("for_a_person", "Points a person here on")):
        if data.get(name):
            lines.append(wrap(f"{label}: {', '.join(data[name])}", "    ", "  "))
    if data.get("when"):
        lines.append("  When: " + "; ".join(f"{k} is {' or '.join(v)}" for k, v in data["when"].items()))
    lines += _consequences(data)
    for title, items in (
        ("Oddities of the source", data["anomalies"]),
        (
            "Readings",
            [f"{r['question']} Proposed: {r['proposed']} ({r.get('status', 'proposed')})" for r in data["readings"]],
        ),
        ("Law (for counsel to confirm)", [f"{c['name']}: {c['says']}" for c in data["citations"]]),
    ):
        if items:
            lines += ["", f"  {title}"]
            lines += [wrap(item, "      ", "    - ") for item in items]
    return lines


def _consequences(data: dict[str, Any]) -> list[str]:
    lines = []
    if "looks_for" in data or data.get("flags_on") == "conditions":
        lines.append(f"  Effect: {data.get('effect', 'inform')}")
        lift = data.get("lifted_by", {"permission": "nobody"})
        by = " / ".join(lift.get("by", ())) or "nobody"
        lines.append(
            f"  Lifted by: {by}"
            + (f" ({lift['permission']}, {lift.get('form', 'unstated')})" if by != "nobody" else "")
        )
    for risk in data.get("law", ()):
        where = "; ".join(f"{k} is {' or '.join(v)}" for k, v in risk.get("when", {}).items()) or "everywhere"
        lines.append(wrap(f"Legal risk {risk['risk']} where {where}. {risk.get('why', '')}", "    ", "  "))
    if data.get("remedy"):
        lines.append(wrap(f"What helps: {data['remedy']}", "    ", "  "))
    lines.append(wrap(f"Done by: {', '.join(data['done_by'])}", "    ", "  "))
    return lines

"""policies.md, and a page for every policy that ships."""

from __future__ import annotations

from writing import code, table

from postorders.known import known
from postorders.policy import library
from postorders.policy.clause import Clause
from postorders.policy.policy import Policy


def pages() -> dict[str, str]:
    """The list, and a page for each policy."""
    policies = [library.read(library.folders(name)[-1], known) for name in library.templates()]
    rows = [
        (f"[{p.id}](policies/{p.id}.md)", p.manifest.title, p.manifest.department, p.manifest.effective,
         p.manifest.status, len(p.clauses))
        for p in policies
    ]  # fmt: skip
    heads = ("policy", "title", "department", "effective", "status", "clauses")
    index = "\n".join(
        [
            "# Policies that ship\n",
            "Templates: read-only packs, paraphrased clause by clause from public documents. A department "
            "[adopts its own copy](../guides/adopt-a-policy.md) and may [attach its own text]"
            "(../guides/attach-your-text.md).\n",
            table(heads, rows),
        ]
    )
    return {"policies.md": index} | {f"policies/{policy.id}.md": _page(policy) for policy in policies}


def _page(policy: Policy) -> str:
    manifest = policy.manifest
    standing = f"Adoption is not proved. {manifest.status_note}" if manifest.status == "unproved" else "In force."
    parts = [
        f"# {manifest.title}\n",
        f"{manifest.department}, version of {manifest.version}, effective {manifest.effective}. {standing}\n",
        f"{manifest.source_note}\n",
        "`postorders policy show "
        f"{policy.id} CLAUSE` prints a clause whole, with its law, its readings and the oddities of its source.\n",
        "## Clauses\n",
        table(("clause", "kind", "what it is about", "looks for", "effect", "lifted by"), map(_row, policy.clauses)),
        "*Looks for* in parentheses: a pointer for a person, never a flag.\n",
    ]
    if manifest.permissions:
        parts += ["## Leave that can be given\n", _permissions(policy)]
    if manifest.sites:
        sites = [(site.platform, site.url, site.status) for site in manifest.sites]
        parts += ["## Official accounts as printed\n", table(("platform", "address", "status"), sites)]
    oddities = [(a.number or "", code(a.clauses), a.says) for a in policy.anomalies]
    parts += ["## Oddities of the source, kept as they are\n", table(("no.", "clauses", "what is odd"), oddities)]
    readings = [(f"`{r.reading}`", code(r.clauses), r.question, r.proposed, r.status) for r in policy.readings]
    heads = ("reading", "clauses", "question", "proposed answer", "status")
    parts += ["## Readings\n", "Only one that the department's attorney has signed has force.\n"]
    return "\n".join([*parts, table(heads, readings)])


def _row(clause: Clause) -> tuple[str, ...]:
    looks = code(clause.looks_for) or (f"({code(clause.for_a_person)})" if clause.for_a_person else "")
    if clause.flags_on == "conditions":
        looks = "conditions alone"
    lift = clause.lifted_by
    leave = f"{', '.join(lift.by)} ({lift.form})" if lift.obtainable else "nobody" if clause.can_flag else ""
    return f"`{clause.clause}`", clause.kind, clause.label, looks, clause.effect if clause.can_flag else "", leave


def _permissions(policy: Policy) -> str:
    who = policy.manifest.approvers
    rows = [
        (f"`{k.kind}`", f"`{k.clause}`", k.says or k.label, ", ".join(who[by].label for by in k.by), k.form, k.scope)
        for k in policy.manifest.permissions
    ]
    return table(("kind", "clause", "what may be permitted", "by", "form", "scope"), rows)

"""capabilities.md: what carries clauses out, and what is still to be built."""

from __future__ import annotations

from collections import Counter

from writing import table

from postorders.known import capabilities, known, planned
from postorders.policy import library


def pages() -> dict[str, str]:
    """The page."""
    policies = [library.read(library.folders(name)[-1], known) for name in library.templates()]
    counts = {p.id: Counter(name for clause in p.clauses for name in clause.done_by) for p in policies}
    built = [(f"`{c.id}`", c.says, f"`{c.where}`", *(n[c.id] for n in counts.values())) for c in
             capabilities().values()]  # fmt: skip
    later = [(f"`{name}`", says, *(n[name] for n in counts.values())) for name, says in planned().items()]
    parts = [
        "# Capabilities\n",
        "Every clause names what carries it out (`done_by`). `postorders policy coverage POLICY` lists each clause "
        "with its capabilities, the modules that do the work, the tests that prove it, and what is still missing.\n",
        "The numbers count the clauses that name a capability.\n",
        "## Built\n",
        table(("capability", "what it does", "where", *counts), built),
        "## Not yet\n",
        "Clauses name these already, and `policy coverage` says `not yet` for each of them.\n",
        table(("capability", "what it will do", *counts), later),
    ]
    return {"capabilities.md": "\n".join(parts)}

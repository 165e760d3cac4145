"""What was ordered: clauses, packs, versions and readings."""

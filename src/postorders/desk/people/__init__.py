"""The department and its people: units, chain of command, roles, delegations, separation."""

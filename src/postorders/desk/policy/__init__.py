"""The policy in force: adopted versions, readings, and the page that everybody can read."""

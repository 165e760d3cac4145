"""The pages of the department's people."""

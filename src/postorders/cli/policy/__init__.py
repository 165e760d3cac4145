"""Commands on policies: a file per command."""

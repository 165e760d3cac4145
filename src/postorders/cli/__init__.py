"""The command line: a file per command, found by folder."""

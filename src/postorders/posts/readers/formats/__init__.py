"""One module for each format, found by being in this folder."""

"""Threads: accounts by the user name that they have on Instagram."""

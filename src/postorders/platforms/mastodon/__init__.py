"""Mastodon and its like: accounts on any server, by name and host."""

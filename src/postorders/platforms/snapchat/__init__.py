"""Snapchat: accounts by user name, public profiles by number."""

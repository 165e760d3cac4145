"""Bluesky: accounts by handle, which is a domain name, or by identifier."""

"""Signing in: accounts, second factors, locks, who was idle too long."""

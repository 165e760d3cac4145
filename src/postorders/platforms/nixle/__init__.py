"""Nixle: pages of agencies."""

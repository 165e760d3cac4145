"""Nextdoor: pages of public agencies, by state, city and name."""

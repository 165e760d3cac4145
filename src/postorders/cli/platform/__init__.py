"""Shows what can be published where, and tries a real account."""

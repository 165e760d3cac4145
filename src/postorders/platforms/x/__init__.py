"""X, formerly Twitter: accounts by user name or by number."""

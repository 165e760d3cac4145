"""Pinterest: accounts by user name."""

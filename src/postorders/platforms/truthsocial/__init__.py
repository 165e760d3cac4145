"""Truth Social: accounts by user name."""

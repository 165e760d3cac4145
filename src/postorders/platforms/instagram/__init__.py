"""Instagram: accounts by user name."""

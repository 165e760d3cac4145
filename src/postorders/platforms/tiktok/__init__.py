"""TikTok: accounts by user name."""

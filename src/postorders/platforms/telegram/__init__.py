"""Telegram: public channels, groups and people by user name."""

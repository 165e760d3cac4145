"""The private check: a page that checks a draft in the member's own browser."""

"""The private check: a page of static files that judges a draft in the member's own browser, and leaves no trace."""

"""Facebook: pages, people and groups, by user name or by number."""

"""Any other place on the web: a host, and a path on it."""

"""Shows, checks, compares, adopts and covers policies."""

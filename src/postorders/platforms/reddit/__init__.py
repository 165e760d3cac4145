"""Reddit: communities and users."""

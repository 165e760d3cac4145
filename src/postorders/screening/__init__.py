"""Detection and judgment put together, for one post or for many."""

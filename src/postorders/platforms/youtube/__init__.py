"""YouTube: channels by handle, by id, and by the names of former years."""

"""What the policy says of a post: conditions, flags, one judgment, and the trace behind it."""

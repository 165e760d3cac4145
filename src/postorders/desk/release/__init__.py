"""Official posts on their way out and after: sent once, read back, kept, corrected."""

"""A demonstration: two invented departments with a past, made by the same acts as real ones."""

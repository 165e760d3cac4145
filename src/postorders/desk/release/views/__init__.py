"""The pages of releases, corrections and incidents, and what of them is for everybody."""

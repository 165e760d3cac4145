"""Labeled public data, a file a set: each gives `rows(folder)`. None of its text is part of the project."""

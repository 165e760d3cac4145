"""Signals that a small text encoder sees, beside those that patterns find."""

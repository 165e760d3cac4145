"""Vimeo: accounts and channels."""

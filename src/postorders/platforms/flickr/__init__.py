"""Flickr: people and groups, by alias or by number."""

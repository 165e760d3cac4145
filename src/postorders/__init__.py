"""Post Orders runs a police department's social media policy."""

__version__ = "0.2.0"

"""Post Orders runs a police department's social media policy."""

__version__ = "0.3.0"

"""What captured bytes say: a web page, feed, profile, PDF, saved page or picture becomes a `Page`."""

from postorders.archive.read.reader import read
from postorders.archive.read.upload import upload

__all__ = ["read", "upload"]

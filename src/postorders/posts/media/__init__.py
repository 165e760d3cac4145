"""Files that go with an official post: what they are by content, and a copy of each without metadata."""

from postorders.posts.media.copy import Cleaned, clean
from postorders.posts.media.note import Note

__all__ = ["Cleaned", "Note", "clean"]

"""Plain text."""

from __future__ import annotations

from collections.abc import Collection

from postorders.archive.capture import Capture
from postorders.archive.read.decode import decode
from postorders.archive.read.links import Links
from postorders.archive.read.shape import lines, passages
from postorders.archive.read.trouble import worded
from postorders.posts.page import Page


def plain(capture: Capture, walls: Collection[str] = ()) -> Page:
    """The words, and the addresses written out in them."""
    said = lines(decode(capture.body, capture.charset).replace("\r", "\n"))
    links = Links()
    links.bare(said[:1_000_000])
    return Page(passages(text=said), links.all(), trouble=worded(said, walls))

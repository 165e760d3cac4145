"""What lies above drafts and is never imported here: it says itself who asks what, when the desk starts."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse

from postorders.desk.drafts.barred import Connected

_asked: list[Connected] = []


def asks(question: Connected) -> None:
    """Takes the question why an account cannot be published on, from the part of the desk that can answer it."""
    _asked[:] = [question]


def connected() -> Connected | None:
    """That question; None where no part of the desk connects accounts."""
    return _asked[0] if _asked else None


def address(name: str, *args: object) -> str:
    """The address of a page of another part of the desk, "" where there is none."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""

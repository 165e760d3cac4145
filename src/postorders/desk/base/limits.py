"""Turns away what no page of the desk can take, before anything else looks at it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

MOST = 25_000_000  # bytes of one request: the largest upload that a form takes, with room for its other fields
NOTHING = "\0"  # PostgreSQL keeps no text with it


class Limits:
    """413 for more than any form takes, which would else be written to disk first; 400 for a character that is none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _length(request) > MOST:
            return _refused(413, f"This is larger than {MOST // 1_000_000} MB. Send less at once.\n")
        if _nothing(request):
            return _refused(400, "This address holds a character that is none. Mend the address.\n")
        return self.get_response(request)


def _length(request: HttpRequest) -> int:
    said = str(request.META.get("CONTENT_LENGTH") or "0")
    return int(said) if said.isdecimal() and len(said) < 20 else MOST + 1


def _nothing(request: HttpRequest) -> bool:
    query = request.META.get("QUERY_STRING", "")
    return "%00" in query or any(NOTHING in one for one in (query, request.path_info, *request.COOKIES.values()))


def _refused(status: int, text: str) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")

"""Turns away what no page of the desk can take, before anything else looks at it."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse

MOST = 25_000_000  # bytes of one request: the largest upload that a form takes, with room for its other fields
NOTHING = "\0"  # PostgreSQL keeps no text with it


class Limits:
    """413 for more than any form takes, which would else be written to disk first, or be refused without a word of what
    to do; 400 for a character that is none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _length(request) > MOST:
            return _refused(413, f"This is larger than {MOST // 1_000_000} MB. Send less at once.\n")
        if _nothing(request):
            return _refused(400, "This address holds a character that is none. Mend the address.\n")
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Reads the form before anything else does."""
        try:
            request.POST  # noqa: B018 - it is read by being asked for
        except RequestDataTooBig:
            most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 2**20
            return _refused(413, f"What is typed is larger than {most} MB. Shorten it; a file may be larger.\n")
        except (TooManyFieldsSent, TooManyFilesSent):
            return _refused(413, "This has more parts than any page of the desk sends. Send less at once.\n")
        return None


def _length(request: HttpRequest) -> int:
    said = str(request.META.get("CONTENT_LENGTH") or "0")
    return int(said) if said.isdecimal() and len(said) < 20 else MOST + 1


def _nothing(request: HttpRequest) -> bool:
    query = request.META.get("QUERY_STRING", "")
    return "%00" in query or any(NOTHING in one for one in (query, request.path_info, *request.COOKIES.values()))


def _refused(status: int, text: str) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")

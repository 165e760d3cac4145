"""The API itself: who is asking, what their token allows, and how a refusal looks."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Annotated, Any

from django.core.exceptions import ValidationError as Invalid
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import HttpBearer
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from postorders import __version__
from postorders.desk.api.tokens import owner, read
from postorders.desk.base import scope
from postorders.desk.base.act import Refused
from postorders.desk.base.cji import no_cji
from postorders.errors import InputError


class Problem(Schema):
    """One thing wrong: what happened, and how to mend it."""

    what: str
    mend: str = ""


class Problems(Schema):
    """Why nothing was done."""

    problems: list[Problem]


def _typed(text: str) -> str:
    """What a person wrote, as the forms of the pages take it."""
    if "\0" in text:
        raise PydanticCustomError("nothing", "{what}", {"what": _("This holds a character that is none.")})
    try:
        no_cji(text)
    except Invalid as error:
        raise PydanticCustomError("cji", "{what}", {"what": " ".join(error.messages)}) from error
    return text


Typed = Annotated[str, AfterValidator(_typed), Field(json_schema_extra={"pattern": "^[^\\x00]*$"})]


class Bearer(HttpBearer):
    """`Authorization: Bearer postorders.<department>.<secret>`."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """The person behind a token that stands; None refuses the request."""
        found = owner(given) if (given := read(token)) else None
        if found is None:
            return None
        request.department, request.person = found
        return found[1]


api = NinjaAPI(
    title="Post Orders",
    version=__version__,
    description="What the pages of the desk do, for programs. A personal token acts in its owner's name.",
    auth=Bearer(),
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api",
)
ANSWERS = {401: Problems, 403: Problems, 404: Problems, 422: Problems}


def route(needs: str, *roles: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Opens an operation to tokens with the scope `needs` whose owner holds one of `roles`, in that department."""

    def wrap(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            person = request.person
            with scope.within(person.department):
                if needs not in (person.token_scopes or ()):
                    raise Refused(_("This token has no scope %(scope)s.") % {"scope": needs}, _("Make one that has."))
                person.need(roles)
                return function(request, *args, **kwargs)

        guarded.__signature__ = inspect.signature(function, eval_str=True)  # type: ignore[attr-defined]
        guarded.roles = frozenset(roles)  # type: ignore[attr-defined]
        guarded.needs = needs  # type: ignore[attr-defined]
        return guarded

    return wrap


def _answer(request: HttpRequest, status: int, *problems: Problem) -> HttpResponse:
    return api.create_response(request, Problems(problems=list(problems)).model_dump(), status=status)


@api.exception_handler(Refused)
def _refused(request: HttpRequest, error: Refused) -> HttpResponse:
    return _answer(request, 403, *(Problem(what=one.what, mend=one.mend) for one in error.problems))


@api.exception_handler(InputError)
def _input(request: HttpRequest, error: InputError) -> HttpResponse:
    return _answer(request, 422, *(Problem(what=one.what, mend=one.mend) for one in error.problems))


@api.exception_handler(Http404)
def _missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return _answer(request, 404, Problem(what=_("There is nothing by that name here."), mend=_("Look at the list.")))


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    found = (Problem(what=f"{'.'.join(map(str, one['loc']))}: {one['msg']}") for one in error.errors)
    return _answer(request, 422, *found)


@api.exception_handler(HttpError)
def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    return _answer(request, error.status_code, Problem(what=str(error)))


@api.exception_handler(AuthenticationError)
def _stranger(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    mend = _("Send 'Authorization: Bearer' with a token that stands.")
    return _answer(request, 401, Problem(what=_("No token, or one that does not stand."), mend=mend))

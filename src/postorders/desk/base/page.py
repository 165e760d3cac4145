"""Every view says who may open it; one that does not say cannot be reached."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from postorders.desk.base.act import Refused
from postorders.desk.base.person import ANYONE, ROLES
from postorders.errors import InputError

PUBLIC = frozenset({"public"})
View = Callable[..., HttpResponse]


def page(*roles: str) -> Callable[[View], View]:
    """Opens a view to members who hold one of `roles`; `anyone` is every member, `public` everybody.

    What an act refuses is shown as a page that says why and what to do next.
    """
    allowed = frozenset(roles)

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            person: Any = getattr(request, "person", None)
            if allowed != PUBLIC and person is None and request.user.is_authenticated:
                gone = Refused(
                    _("This account belongs to nobody in service."), _("Ask the department's administrator.")
                )
                return _refused(request, gone, "page")
            if allowed != PUBLIC and person is None:
                return redirect_to_login(request.get_full_path())
            if allowed != PUBLIC and not person.has(allowed):
                return _refused(request, _closed(allowed), "page")
            try:
                return view(request, *args, **kwargs)
            except InputError as refused:
                return _refused(request, refused, "act")

        guarded.roles = allowed  # type: ignore[attr-defined]
        return guarded

    return wrap


def _closed(allowed: Collection[str]) -> Refused:
    named = ", ".join(str(ROLES.get(role, role)) for role in sorted(allowed))
    return Refused(_("This page is for: %s.") % named, _("Ask someone who holds that role."))


def _refused(request: HttpRequest, refused: InputError, by: str) -> HttpResponse:
    """The page that says why; `refused_by` tells the page's own door from an act that said no."""
    status = 403 if isinstance(refused, Refused) else 422
    response = render(request, "base/refused.html", {"problems": refused.problems}, status=status)
    response.refused_by = by
    return response


def roles_of(view: Any) -> frozenset[str]:
    """The roles that a view is open to. Raises LookupError when it does not say."""
    roles: frozenset[str] | None = getattr(view, "roles", None)
    if roles is None:
        raise LookupError(
            f"{getattr(view, '__module__', '')}.{getattr(view, '__name__', view)} does not say whom it is for."
        )
    return roles


__all__ = ["ANYONE", "PUBLIC", "page", "roles_of"]

"""Signs members in for the tests of the pages, second factor included."""

from __future__ import annotations

import time
from typing import Any

from django.test import Client
from tests.desk.cast import Place, account


def visitor(place: Place, short: str) -> Client:
    """A browser in which this member of the cast has signed in with a second factor."""
    return signed_in(account(place, short))


def signed_in(one: Any) -> Client:
    """A browser in which the account has signed in with a second factor."""
    client = Client()
    client.force_login(one)
    session, now = client.session, time.time()
    session["account_authentication_methods"] = [{"method": "password", "at": now}, {"method": "mfa", "at": now}]
    session.save()
    return client

"""How the tests of signing in go about it: pages by a client, the clock by moving what was written down."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client
from tests.desk.cast import PASSWORD
from tests.desk.signin.codes import code

from postorders.desk.signin.models import Account, Attempts

LOGIN = "/sign-in/login/"
HOME = "/desk/"


def sign_in(client: Client, account: Account | str, password: str = PASSWORD, **extra: Any) -> Any:
    """Posts the sign-in form."""
    email = account if isinstance(account, str) else account.email
    return client.post(LOGIN, {"login": email, "password": password}, **extra)


def signed_in(client: Client) -> bool:
    """Whether the client has a session of somebody."""
    return "_auth_user_id" in client.session


def wait(seconds: float) -> None:
    """Lets time pass for failed sign-ins: they become older."""
    for row in Attempts.objects.all():
        row.times = [at - seconds for at in row.times]
        row.save()


def activate(client: Client) -> str:
    """Sets up an authenticator app in the pages, and returns its secret."""
    page = client.get("/sign-in/2fa/totp/activate/")
    secret: str = page.context["form"].secret
    answer = client.post("/sign-in/2fa/totp/activate/", {"code": code(secret)})
    assert answer.status_code == 302, answer.content.decode()
    return secret


def security_log() -> list[dict[str, Any]]:
    """What the security log of this desk holds, oldest first."""
    files = sorted(Path(settings.CONFIG.home / "logs").glob("security-*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]

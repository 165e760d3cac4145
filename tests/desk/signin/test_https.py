"""A desk with an https address passes Django's checks for production, and its log keeps what it must."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from postorders.desk.folder import make
from postorders.desk.signin.log import Daily, Lines

ASK = """
import json, django
from django.conf import settings as s
django.setup()
from django.core import checks
print(json.dumps({
    "found": [str(one) for one in checks.run_checks(include_deployment_checks=True) if not one.is_silenced()],
    "cookies": [s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE],
    "hsts": s.SECURE_HSTS_SECONDS, "proxies": s.ALLAUTH_TRUSTED_PROXY_COUNT, "mfa": s.CONFIG.mfa_above_member,
    "origin": s.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN,
}))
"""


def test_the_checks_for_production_find_nothing(tmp_path: Path) -> None:
    home = make(tmp_path / "desk", address="https://desk.example.gov", behind_proxy=True)
    environment = {**os.environ, "POSTORDERS_DESK": str(home), "DJANGO_SETTINGS_MODULE": "postorders.desk.settings"}
    del environment["DJANGO_ALLOW_ASYNC_UNSAFE"]  # the tests' own, see tests/desk/conftest.py
    run = subprocess.run([sys.executable, "-c", ASK], env=environment, capture_output=True, text=True, check=True)
    assert json.loads(run.stdout) == {
        "found": [],
        "cookies": [True, True, True, "Lax"],
        "hsts": 365 * 86_400,
        "proxies": 1,
        "mfa": True,
        "origin": False,
    }


def record(at: datetime) -> logging.LogRecord:
    one = logging.LogRecord("postorders.security", logging.INFO, "", 0, "sign-in", (), None)
    one.created, one.fields = at.timestamp(), {"event": "sign-in", "account": 7}
    return one


def test_the_log_is_a_file_a_day_that_only_its_owner_reads(tmp_path: Path) -> None:
    handler = Daily(str(tmp_path), 365)
    handler.setFormatter(Lines())
    handler.emit(record(datetime(2026, 3, 2, 23, 59, 59, tzinfo=UTC)))
    handler.emit(record(datetime(2026, 3, 3, 0, 0, 0, tzinfo=UTC)))
    files = sorted(tmp_path.iterdir())
    assert [file.name for file in files] == ["security-2026-03-02.jsonl", "security-2026-03-03.jsonl"]
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    assert json.loads(files[0].read_text()) == {"account": 7, "at": "2026-03-02T23:59:59.000+00:00", "event": "sign-in"}


def test_logs_are_kept_as_long_as_the_settings_say_and_no_longer(tmp_path: Path) -> None:
    for name in ("security-2025-03-02.jsonl", "security-2025-03-01.jsonl", "another.jsonl"):
        (tmp_path / name).write_text("")
    handler = Daily(str(tmp_path), 365)
    handler.setFormatter(Lines())
    handler.emit(record(datetime(2026, 3, 2, tzinfo=UTC)))
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "another.jsonl",
        "security-2025-03-02.jsonl",
        "security-2026-03-02.jsonl",
    ]

"""A worker of the desk on the database of the tests: `working.py once`, or until it is stopped."""

from __future__ import annotations

import os
import sys

import django
from django.conf import settings

settings.DATABASES["default"]["NAME"] = os.environ["POSTORDERS_TEST_DATABASE_NAME"]
django.setup()

from postorders.desk.jobs import lease, worker  # noqa: E402

if __name__ == "__main__":
    if "brief" in sys.argv:
        lease.SECONDS, worker.SWEEP = 2, 0.5
    worker.main(once="once" in sys.argv)

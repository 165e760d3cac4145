"""What the web server calls."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from postorders.desk.register.fast import Fast

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "postorders.desk.settings")
application = Fast(get_wsgi_application())

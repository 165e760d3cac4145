"""Django's settings, made from the desk's own (`config`); nothing is set in two places."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from postorders.desk.config import load
from postorders.desk.signin.providers import providers

CONFIG = load()
HERE = Path(__file__).parent
BUILT = HERE.parent / "built"

SECRET_KEY = CONFIG.secret_key
DEBUG = False
ALLOWED_HOSTS = [urlsplit(CONFIG.address).hostname or "localhost", "localhost", *CONFIG.hosts]
ROOT_URLCONF = "postorders.desk.urls"
WSGI_APPLICATION = "postorders.desk.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "postorders.desk.base",
    "postorders.desk.people",
    "postorders.desk.signin",
    "postorders.desk.ledger",
    "postorders.desk.policy",
    "postorders.desk.permissions",
    "postorders.desk.register",
    "postorders.desk.pages",
    "postorders.desk.custody",
    "postorders.desk.drafts",
    "postorders.desk.release",
    "postorders.desk.connect",
    "postorders.desk.jobs",
    "postorders.desk.api",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.socialaccount.providers.saml",
    "allauth.usersessions",
    "django_tasks",
    "django_tasks_db",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "postorders.desk.check.serve.CheckPage",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "postorders.desk.base.headers.Headers",
    "postorders.desk.base.limits.Limits",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "postorders.desk.signin.middleware.Idle",
    "postorders.desk.base.middleware.InDepartment",
    "postorders.desk.signin.middleware.SecondFactor",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "postorders.desk.base.context.desk",
            ],
        },
    }
]


def _database() -> dict[str, Any]:
    if CONFIG.database == "sqlite":
        options: dict[str, Any] = {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
        }
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": CONFIG.home / "desk.sqlite3",
            "OPTIONS": options,
            "CONN_MAX_AGE": 600,  # the last connection that closes moves the whole log of changes into the file
            "TEST": {"NAME": CONFIG.home / "test.sqlite3"},
        }
    parts = urlsplit(CONFIG.database)
    socket = parse_qs(parts.query).get("host", [""])[0]
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": CONFIG.database_password or unquote(parts.password or ""),
        "HOST": socket or unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {"default": _database()}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "signin.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 3 * 86_400  # an invitation waits over a weekend
LOGIN_REDIRECT_URL = "/desk/"
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "postorders.desk.signin.adapter.Accounts"
SOCIALACCOUNT_ADAPTER = "postorders.desk.signin.links.Providers"
ACCOUNT_FORMS = {"login": "postorders.desk.signin.forms.SignIn"}
MFA_ADAPTER = "postorders.desk.signin.adapter.Factors"
MFA_FORMS = {
    "authenticate": "postorders.desk.signin.forms.Code",
    "reauthenticate": "postorders.desk.signin.forms.CodeAgain",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if CONFIG.behind_proxy else 0
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # the roster's addresses, proved by the invitation
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if CONFIG.secure else "http"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = CONFIG.sign_again_minutes * 60
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# A shift of a department signs in from one address; failures by account are counted in signin.attempts.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "30/m/ip", "reauthenticate": "20/m/user"}
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True  # so that a known and an unknown address take the same time
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Post Orders"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not CONFIG.secure
SOCIALACCOUNT_PROVIDERS = providers(CONFIG)
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_STORE_TOKENS = False
USERSESSIONS_TRACK_ACTIVITY = False

SESSION_COOKIE_AGE = CONFIG.idle_lock_minutes * 60
SESSION_SAVE_EVERY_REQUEST = False
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = CONFIG.secure
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [CONFIG.address.rstrip("/")]
SECURE_HSTS_SECONDS = int(timedelta(days=CONFIG.hsts_days).total_seconds()) if CONFIG.secure else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = CONFIG.secure
SECURE_SSL_REDIRECT = CONFIG.secure
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # asked from the same machine, without TLS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if CONFIG.behind_proxy else None
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # whether a domain is preloaded is its owner's to say
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = CONFIG.language
LANGUAGES = [("en", "English"), ("es", "Español")]
LOCALE_PATHS = [HERE.parent / "locale"]

STATIC_URL = "/static/"
STATICFILES_DIRS = [folder for folder in (HERE / "static", BUILT / "front") if folder.is_dir()]
STATIC_ROOT = CONFIG.home / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

if CONFIG.mail_host:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = CONFIG.mail_host, CONFIG.mail_port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = CONFIG.mail_user, CONFIG.mail_password
    EMAIL_USE_SSL, EMAIL_TIMEOUT = CONFIG.mail_tls, 20
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = CONFIG.home / "outbox"
DEFAULT_FROM_EMAIL = CONFIG.mail_from

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"},
        "security": {"()": "postorders.desk.signin.log.Lines"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line"},
        "security": {
            "()": "postorders.desk.signin.log.Daily",
            "folder": CONFIG.home / "logs",
            "days": CONFIG.keep_logs_days,
            "formatter": "security",
        },
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "postorders.security": {"handlers": ["security"], "level": "INFO", "propagate": False},
        "django.request": {"level": "ERROR"},
    },
}

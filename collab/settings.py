"""All settings, read from the environment; docs/operations.md explains each variable."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

import dj_database_url
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("GROUNDWORK_VAR", BASE_DIR / "var"))

DEMO = os.environ.get("GROUNDWORK_DEMO") == "1"  # loopback only: sign-in by one click, mail in files
DEBUG = os.environ.get("GROUNDWORK_DEBUG") == "1"  # in a developer's own hands only
ORIGIN = os.environ.get("GROUNDWORK_ORIGIN", "http://127.0.0.1:8000" if DEMO else "").rstrip("/")
HOSTS = [host for host in os.environ.get("GROUNDWORK_HOSTS", "").split(",") if host]


def required(name: str) -> str:
    """The value of an environment variable that has no safe default."""
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(f"Set the environment variable {name}; docs/operations.md says how.")
    return value


SECRET_KEY = required("GROUNDWORK_SECRET_KEY")
NOTE_KEY = required("GROUNDWORK_NOTE_KEY")  # base64 of 32 bytes: private notes at rest
LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]
ALLOWED_HOSTS = LOOPBACK if DEMO else HOSTS
CSRF_TRUSTED_ORIGINS = [ORIGIN] if ORIGIN else []

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "template_partials",
    "csp",
    "pgtrigger",
    "pghistory",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "collab.apps.CollabConfig",
    "partners.apps.PartnersConfig",
    "government.apps.GovernmentConfig",
    "metrics.apps.MetricsConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "collab.http.CompressionMiddleware",
    "csp.middleware.CSPMiddleware",
    "collab.http.HeadersMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "collab.signed_in.SessionLimitsMiddleware",
    "collab.signed_in.LanguageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "collab.http.HtmxLoginMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "collab.second_factor.SecondFactorMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "collab.merged_addresses.MergedAddressMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "collab.urls"
WSGI_APPLICATION = "collab.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["template_partials.templatetags.partials"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "collab.context.frame",
            ],
        },
    }
]

DATABASES = {
    "default": dj_database_url.parse(
        required("DATABASE_URL"),
        conn_max_age=int(os.environ.get("GROUNDWORK_DB_MAX_AGE", "60")),
        conn_health_checks=True,
    )
}
# pgtrigger.ignore: the triggers of the history ask at each row which of them to pass over. Where no connection says so
# the question fails and is caught, which costs ten times the row that they write; so each connection says "none".
# random_page_cost: else a key to a small table, such as the collaboration of each row, is checked by reading the whole
# table; decision 0091. What the address says comes last, and wins.
_options = DATABASES["default"].setdefault("OPTIONS", {})
_options["options"] = f"-c pgtrigger.ignore={{}} -c random_page_cost=1.1 {_options.get('options', '')}".rstrip()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Sessions and limits live in PostgreSQL, so that a stopped broker opens no limit and signs nobody out.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "collab_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # so that nobody washes limits away with made-up addresses
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_USE_SESSIONS = True  # the token travels in the form, never in a readable cookie
CSRF_FAILURE_VIEW = "collab.http.csrf_failure"

AUTH_USER_MODEL = "collab.User"
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # addresses are unique whatever their case: constraint one_user_per_address
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "metrics:portfolio"
ACCOUNT_ADAPTER = "collab.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # closed, but this is what offers sign-in by password, too
ACCOUNT_SESSION_REMEMBER = True  # collab.signed_in says how long a session lasts
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_EMAIL_VERIFICATION = "none"  # an address enters only by invitation, and every way in proves it
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CHANGE_EMAIL = True  # one address each, replaced once the new one is confirmed
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_RATE_LIMITS = {
    "login": "20/h/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "request_login_code": "20/h/ip,10/h/key",
    "reset_password": "20/h/ip,5/h/key",
    "manage_email": "10/h/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 0 if DEMO else 1  # limits count by the address that our own proxy saw
PASSWORD_RESET_TIMEOUT = 3600
MFA_ADAPTER = "collab.second_factor.MFAAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # every address enters by invitation
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Groundwork"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO

# The wire
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if not DEMO:
    SESSION_COOKIE_NAME = "__Host-session"
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^health/$"]
    SECURE_HSTS_SECONDS = 63_072_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
        "upgrade-insecure-requests": not DEMO,
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if DEBUG else "collab.sheets.SheetStorage"
    },
}

# Mail: an SMTP server by its address, or files that the demo shows
MAIL_DIR = VAR_DIR / "mail"
MAIL_URL = os.environ.get("GROUNDWORK_MAIL_URL", "")
DEFAULT_FROM_EMAIL = os.environ.get("GROUNDWORK_MAIL_FROM", "Groundwork <groundwork@localhost>")
if MAIL_URL:
    _mail = urlsplit(MAIL_URL)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _mail.hostname or "localhost", _mail.port or 25
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
    EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.scheme == "smtp+tls", _mail.scheme == "smtps"
    EMAIL_TIMEOUT = 10
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = MAIL_DIR

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish")), ("pt-br", _("Brazilian Portuguese")), ("de", _("German"))]
LOCALE_PATHS = [BASE_DIR / "collab" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Jobs: the broker is a hint, PostgreSQL the truth
BROKER_URL = os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/0")
CELERY_BROKER_URL = BROKER_URL.replace("unix://", "redis+socket://", 1)
CELERY_TASK_IGNORE_RESULT = True
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SOFT_TIME_LIMIT = 50
CELERY_TASK_TIME_LIMIT = 60
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# a page waits so long for a broker that is frozen, once in a while; workers are more patient (collab.celery)
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 0.5, "socket_timeout": 0.5, "max_retries": 0}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BEAT_SCHEDULE = {
    "metrics.sweep": {"task": "metrics.sweep", "schedule": 3.0, "options": {"expires": 3}},
    "metrics.publish": {"task": "metrics.publish", "schedule": 3600.0, "options": {"expires": 3600}},
    "metrics.draft_reports": {"task": "metrics.draft_reports", "schedule": 3600.0, "options": {"expires": 3600}},
    "metrics.sweep_imports": {"task": "metrics.sweep_imports", "schedule": 10.0, "options": {"expires": 10}},
    "metrics.sweep_exports": {"task": "metrics.sweep_exports", "schedule": 10.0, "options": {"expires": 10}},
    "collab.deliver_mail": {"task": "collab.deliver_mail", "schedule": 10.0, "options": {"expires": 10}},
    "partners.close_surveys": {"task": "partners.close_surveys", "schedule": 600.0, "options": {"expires": 600}},
    "metrics.check": {
        "task": "metrics.check",
        "schedule": crontab(hour="2", minute="30"),
        "options": {"expires": 3600},
    },
    "collab.sweep_api_answers": {
        "task": "collab.sweep_api_answers",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "collab.read_calendars": {"task": "collab.read_calendars", "schedule": 60.0, "options": {"expires": 60}},
    "collab.remind": {"task": "collab.remind", "schedule": 300.0, "options": {"expires": 300}},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"class": "collab.log.Line", "format": "{asctime} {levelname} {name} {message}", "style": "{"}
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {"django.request": {"level": "ERROR"}, "celery.app.trace": {"level": "WARNING"}},
}

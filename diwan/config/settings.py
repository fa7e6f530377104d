"""Settings of the house: the only place, with the root urls, that knows every app.

The environment chooses what differs between machines:

- ``DATABASE_URL``: a PostgreSQL server; without it `bin/run` starts the embedded one and sets this.
- ``DIWAN_DATA``: the data folder (documents, secret key, mail outbox); default ``.data`` beside the code.
- ``DIWAN_HOSTS``: comma-separated host names served; default: this machine only.
- ``DIWAN_ORIGIN``: the public address (``https://diwan.example.org``), needed behind a proxy.
- ``DIWAN_MAIL_URL``: ``smtp://user:password@host:port`` (``smtps://`` for TLS); default: files in the data folder.
- ``DIWAN_TODAY``: a fixed date for demonstrations and screenshots (``2035-02-13``).
- ``DIWAN_DEBUG``: ``1`` while developing.
"""

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.utils.translation import gettext_lazy as _

BASE = Path(__file__).resolve().parent.parent.parent
DATA = Path(os.environ.get("DIWAN_DATA") or BASE / ".data")
DEBUG = os.environ.get("DIWAN_DEBUG") == "1"
TODAY = os.environ.get("DIWAN_TODAY") or None
TODAY_NOTE = DATA / "today"  # the day of a demonstration, left there by `diwan seed`


def _secret() -> str:
    """The signing key, made once and kept in the data folder where only its owner reads it."""
    file = DATA / "secret"
    if not file.exists():
        DATA.mkdir(parents=True, exist_ok=True)
        try:
            with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
                new.write(secrets.token_urlsafe(50))
        except FileExistsError:  # another process was first
            pass
    return file.read_text().strip()


def _database(url: str) -> dict:
    """Django's connection settings from a libpq URL; a socket folder may stand in ``?host=``."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "diwan.config.patient",  # waits while PostgreSQL restarts
        "NAME": unquote(parts.path.lstrip("/")) or "postgres",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", None) or unquote(parts.hostname or ""),
        "PORT": str(parts.port or query.pop("port", "")),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"application_name": "diwan", **query},
        "TEST": {"NAME": os.environ.get("DIWAN_TEST_DATABASE", "test_diwan")},
    }


SECRET_KEY = os.environ.get("DIWAN_SECRET") or _secret()
DATABASES = {"default": _database(os.environ.get("DATABASE_URL", "postgresql:///postgres"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

ORIGIN = os.environ.get("DIWAN_ORIGIN", "")
ALLOWED_HOSTS = [h for h in os.environ.get("DIWAN_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if h]
CSRF_TRUSTED_ORIGINS = [ORIGIN] if ORIGIN else []
if ORIGIN.startswith("https://"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 31_536_000
    ALLOWED_HOSTS.append(urlsplit(ORIGIN).hostname or "")

# The floors of the house, top to bottom; the same order is held by import-linter.
HOUSE = [
    "diwan.demonstration",
    "diwan.desk",
    "diwan.api",
    "diwan.reports",
    "diwan.resolutions",
    "diwan.meetings",
    "diwan.registers",
    "diwan.outgoing",
    "diwan.correspondence",
    "diwan.capture",
    "diwan.offices",
    "diwan.institutions",
    "diwan.directory",
    "diwan.citations",
    "diwan.notices",
    "diwan.search",
    "diwan.clearance",
    "diwan.assignments",
    "diwan.records",
    "diwan.documents",
    "diwan.references",
    "diwan.trail",
    "diwan.people",
    "diwan.organisation",
    "diwan.interface",
]
INSTALLED_APPS = [
    *HOUSE,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django_htmx",
    "template_partials",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "ninja",
    "procrastinate.contrib.django",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "diwan.organisation.middleware.OrganisationMiddleware",
    "diwan.interface.middleware.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "diwan.interface.middleware.RefusalMiddleware",
]
ROOT_URLCONF = "diwan.config.urls"
WSGI_APPLICATION = "diwan.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "diwan.interface.context.page",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "template_partials.templatetags.partials",
                "diwan.interface.templatetags.ui",
            ],
        },
    }
]
FORM_RENDERER = "diwan.interface.rendering.Renderer"

# People and sign-in
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "diwan.people.sign_in.Adapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key,30/5m/ip", "login": "60/m/ip"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Diwan"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "diwan_cache"}}

# Languages of the interface; those of the institution are data (its profile).
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français"), ("ar", "العربية")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
LOCALE_PATHS = sorted(BASE.glob("diwan/*/locale"))  # kernel and reading are no installed apps
LANGUAGE_COOKIE_NAME = "diwan_language"

# What the browser may load: only what we ship.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "frame-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "manifest-src": ["'self'"],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("DIWAN_STATIC") or BASE / "static")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# Files people hand in
DOCUMENTS = DATA / "documents"
DOCUMENT_LIMIT = 50 * 1024 * 1024  # bytes; the largest volume seen so far has 12 MB
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a bulk assignment over a volume of 2,000 paragraphs
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"


def _mail() -> dict[str, object]:
    url = urlsplit(os.environ.get("DIWAN_MAIL_URL", ""))
    if url.scheme not in ("smtp", "smtps"):
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": DATA / "mail",
        }
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": url.hostname,
        "EMAIL_PORT": url.port or (465 if url.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(url.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(url.password or ""),
        "EMAIL_USE_SSL": url.scheme == "smtps",
        "EMAIL_USE_TLS": url.scheme == "smtp" and bool(url.username),
    }


globals().update(_mail())
DEFAULT_FROM_EMAIL = os.environ.get("DIWAN_MAIL_FROM", "diwan@localhost")

# Who reads the trail after commit, in this order (see diwan/trail/readers.py).
TRAIL_READERS = [
    "diwan.search.reader.index",
    "diwan.citations.reader.index",
    "diwan.notices.reader.notify",
    "diwan.resolutions.reader.learn",
]

# Who notes in the event's own transaction what is to be read later, who then reads it (of a card and the verbs by
# record), and the work that a worker does every second (see diwan/search/pending.py).
TRAIL_NOTES = ["diwan.search.pending.note"]
LATE_READERS = [
    "diwan.search.reader.index_pending",
    "diwan.citations.reader.index_pending",
    "diwan.correspondence.jobs.follow_entered",
]
STEADY_WORK = ["diwan.search.pending.read_pending"]

# Who takes its part of an organisation's profile, in this order: later parts point at earlier ones.
PROFILE_PARTS = [
    "diwan.organisation.profile.load",
    "diwan.people.profile.load",
    "diwan.references.profile.load",
    "diwan.directory.profile.load",
    "diwan.institutions.profile.load",
    "diwan.offices.profile.load",
    "diwan.directory.profile_letters.load_letters",  # units of every kind are correspondents
    "diwan.correspondence.profile.load",
    "diwan.meetings.profile.load",
    "diwan.resolutions.profile.load",
    "diwan.clearance.profile.load",
    "diwan.people.profile.load_posts",  # last: posts are in units of every kind
]

# The sections of the masthead: name, url name, the key after G.
SECTIONS = [
    {"name": _("My desk"), "url": "desk", "key": "d"},
    {
        "name": _("Registry"),
        "url": "registry",
        "key": "r",
        "also": [
            "/letters/",
            "/outgoing/",
            "/tray/",
            "/registers/",
            "/matters/",
            "/correspondents/",
            "/clearance/",
            "/triage/",
            "/file-plan/",
            "/dossiers/",
            "/where/",
        ],
    },
    {"name": _("Resolutions"), "url": "resolutions", "key": "s", "also": ["/volumes/", "/sessions/"]},
    {"name": _("Follow-up"), "url": "follow-up", "key": "f", "also": ["/mandates/", "/units/"]},
    {"name": _("Reports"), "url": "reports", "key": "p"},
]

SEARCH_NUMBERS = "diwan.citations.links.record_named"  # from a person and the words of the search box
LETTERHEAD = "diwan.organisation.models.letterhead"
MASTHEAD_COUNTS = "diwan.notices.views.counts"

PROCRASTINATE_ON_APP_READY = None
PROCRASTINATE_IMPORT_PATHS = [
    "diwan.resolutions.jobs",
    "diwan.correspondence.jobs",
    "diwan.capture.jobs",
    "diwan.outgoing.jobs",
    "diwan.clearance.jobs",
    "diwan.assignments.jobs",
    "diwan.notices.jobs",
    "diwan.reports.jobs",
    "diwan.documents.jobs",
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
SILENCED_SYSTEM_CHECKS = ["account.W001"]

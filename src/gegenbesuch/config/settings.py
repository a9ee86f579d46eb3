"""
The settings, read top to bottom.

With no variable set this is a working development site on SQLite. Every
deploy choice is a GEGENBESUCH_ variable, listed in docs/admin/settings.md.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from gegenbesuch.config import env

PACKAGE = Path(__file__).resolve().parent.parent
ROOT = PACKAGE.parent.parent
DATA = Path(env.text("DATA") or ROOT / "data").expanduser().resolve()
try:
    DATA.mkdir(parents=True, exist_ok=True)
except OSError as error:
    msg = f"GEGENBESUCH_DATA is {DATA}, which cannot be made: {error}."
    raise ImproperlyConfigured(msg) from error

# --- Who may reach the site, and how -----------------------------------------

DEBUG = env.flag("DEBUG", default=True)
SECRET_KEY = env.secret("SECRET_KEY")
ALLOWED_HOSTS = env.names("HOSTS")
SITE_URL = env.address("SITE_URL", "http://localhost:8000")
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM")
if DEBUG:
    SECRET_KEY = SECRET_KEY or env.kept_secret(DATA / "secret.key")
    ALLOWED_HOSTS = ALLOWED_HOSTS or ["localhost", "127.0.0.1", "[::1]"]
    DEFAULT_FROM_EMAIL = DEFAULT_FROM_EMAIL or "gegenbesuch@localhost"
else:
    for variable, value in (
        ("SECRET_KEY", SECRET_KEY),
        ("HOSTS", ALLOWED_HOSTS),
        ("MAIL_FROM", DEFAULT_FROM_EMAIL),
    ):
        if not value:
            msg = f"GEGENBESUCH_{variable} must be set when GEGENBESUCH_DEBUG is 0."
            raise ImproperlyConfigured(msg)
CSRF_TRUSTED_ORIGINS = [
    f"https://{'*' if host.startswith('.') else ''}{host}"
    for host in ALLOWED_HOSTS
    if host != "*"
]

PROXIES = env.number("PROXIES", 0)
HTTPS = env.flag("HTTPS", default=not DEBUG)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_NAME = "gegenbesuch_session"
CSRF_COOKIE_NAME = "gegenbesuch_csrf"
CSRF_FAILURE_VIEW = "gegenbesuch.core.views.form_expired"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# --- Parts -------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "template_partials.apps.SimpleAppConfig",
    "gegenbesuch.core",
    "gegenbesuch.accounts",
    "gegenbesuch.letters",
    "gegenbesuch.directory",
    "gegenbesuch.missions",
    "gegenbesuch.mandate",
    "gegenbesuch.travellers",
    "gegenbesuch.calls",
    "gegenbesuch.guests",
    "gegenbesuch.matchmaking",
    "gegenbesuch.scheduling",
    "gegenbesuch.onsite",
    "gegenbesuch.outcomes",
    "gegenbesuch.followup",
    "gegenbesuch.reports",
    "gegenbesuch.newsroom",
    "gegenbesuch.documents",
    "gegenbesuch.exchange",
    "gegenbesuch.demo",
]
MIDDLEWARE = [
    "gegenbesuch.core.middleware.ClientAddressMiddleware",
    "gegenbesuch.newsroom.page_cache.PageCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "gegenbesuch.newsroom.gate.ReaderGateMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "gegenbesuch.core.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "gegenbesuch.core.middleware.RequestIdMiddleware",
    "gegenbesuch.core.middleware.ActionErrorMiddleware",
    "axes.middleware.AxesMiddleware",
    "gegenbesuch.core.middleware.ErrorPageMiddleware",
]
ROOT_URLCONF = "gegenbesuch.config.urls"
WSGI_APPLICATION = "gegenbesuch.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "gegenbesuch.core.context.site",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "template_partials.templatetags.partials",
                "gegenbesuch.core.templatetags.display",
                "gegenbesuch.core.templatetags.page",
                "gegenbesuch.core.templatetags.translate",
            ],
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            ["django.template.loaders.filesystem.Loader"],
                        )
                    ],
                )
            ],
        },
    }
]
FORM_RENDERER = "gegenbesuch.core.form_rendering.Renderer"

# --- Data --------------------------------------------------------------------


def database(url: str) -> dict[str, object]:
    """Translate GEGENBESUCH_DATABASE_URL into Django's connection settings."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA / "gegenbesuch.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
                    "PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;"
                    "PRAGMA mmap_size=268435456;"
                ),
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        message = (
            "GEGENBESUCH_DATABASE_URL must look like "
            "postgresql://user:password@host:5432/name."
        )
        raise ImproperlyConfigured(message)
    try:
        port = parts.port
    except ValueError as error:
        message = f"GEGENBESUCH_DATABASE_URL has a wrong port: {error}."
        raise ImproperlyConfigured(message) from error
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": port or "",
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 8}},
    }


DATABASES = {"default": database(env.secret("DATABASE_URL"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Signing in --------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": (
            "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"
        ),
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
]
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "missions:missions"
LOGOUT_REDIRECT_URL = "newsroom:articles"
AXES_FAILURE_LIMIT = env.number("SIGN_IN_ATTEMPTS", 8, least=1)
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "username"
AXES_LOCKOUT_TEMPLATE = "accounts/locked_out.html"
AXES_VERBOSE = False

# --- Languages and time ------------------------------------------------------

LANGUAGE_CODE = env.choice("LANGUAGE", "de", ("de", "en", "ja"))
LANGUAGES = [("de", _("German")), ("en", _("English")), ("ja", _("Japanese"))]
LANGUAGE_COOKIE_NAME = "gegenbesuch_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = env.time_zone("TIME_ZONE", "Europe/Berlin")
USE_I18N = USE_TZ = True

# --- Files -------------------------------------------------------------------

STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "static"]
#: A folder of fonts for scripts that ours do not have, for printed documents.
FONTS = env.text("FONTS")
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}
MEDIA_ROOT = DATA / "media"
#: Whether pages for readers are kept in memory until something changes.
KEEP_PAGES = True
FILE_UPLOAD_PERMISSIONS = 0o600
UPLOADS_KEPT_DAYS = env.number("UPLOAD_DAYS", 30, least=1)

# --- Mail --------------------------------------------------------------------

EMAIL_HOST = env.text("MAIL_HOST", "localhost")
EMAIL_PORT = env.number("MAIL_PORT", 25, least=1)
EMAIL_HOST_USER = env.text("MAIL_USER")
EMAIL_HOST_PASSWORD = env.secret("MAIL_PASSWORD")
EMAIL_USE_TLS = env.flag("MAIL_TLS", default=False)
EMAIL_TIMEOUT = 20
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if env.text("MAIL_HOST") or not DEBUG
    else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = DATA / "mail"

# --- Matchmaking -------------------------------------------------------------

# What companies write leaves this machine only for servers that are set here.
EMBEDDINGS_URL = env.text("EMBEDDINGS_URL") and env.address("EMBEDDINGS_URL", "")
EMBEDDINGS_MODEL = env.text("EMBEDDINGS_MODEL", "default")
EMBEDDINGS_KEY = env.secret("EMBEDDINGS_KEY")
TRANSLATION_URL = env.text("TRANSLATION_URL") and env.address("TRANSLATION_URL", "")
TRANSLATION_KEY = env.secret("TRANSLATION_KEY")

# --- Work in the background --------------------------------------------------

TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend",
        "QUEUES": ["default"],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {
        "handlers": ["console"],
        "level": env.choice(
            "LOG_LEVEL", "WARNING", ("DEBUG", "INFO", "WARNING", "ERROR")
        ),
    },
}

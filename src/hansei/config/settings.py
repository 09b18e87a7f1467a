"""Django settings. Everything an installation may change comes from `environment.SETTINGS`."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from csp.constants import NONE, SELF

from hansei.config import environment as env
from hansei.ui.logs import configuration

PACKAGE = Path(__file__).resolve().parent.parent
HOME = Path(env.read("HANSEI_HOME")).expanduser().resolve()

SECRET_KEY = env.secret_key(HOME)
DEBUG = env.read_bool("HANSEI_DEBUG")
ALLOWED_HOSTS = env.read_list("HANSEI_HOSTS")
if not ALLOWED_HOSTS:
    raise env.BadSetting("HANSEI_HOSTS", "names no host, so nobody could be answered.")
CSRF_TRUSTED_ORIGINS = env.read_origins("HANSEI_ORIGINS")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "hansei.kernel",
    "hansei.ui",
    "hansei.doors",
    "hansei.blocks.canvas",
    "hansei.blocks.register",
    "hansei.blocks.mail",
    "hansei.blocks.ballot",
    "hansei.blocks.survey",
    "hansei.blocks.checklist",
    "hansei.blocks.tile",
    "hansei.rooms.governance",
    "hansei.rooms.feedback",
    "hansei.blocks.document",
    "hansei.blocks.meeting",
    "hansei.rooms.mining",
    "hansei.rooms.measures",
    "hansei.rooms.goals",
    "hansei.rooms.reports",
    "hansei.rooms.improvement",
    "hansei.rooms.reviews",
]

MIDDLEWARE = [
    "hansei.ui.middleware.request_id",
    "hansei.ui.logs.log_requests",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "hansei.ui.middleware.reader_preferences",
    "hansei.ui.middleware.refusals",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "hansei.config.urls"
WSGI_APPLICATION = "hansei.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hansei.ui.shell.shell",
            ],
        },
    }
]

DATABASES = {"default": env.database(HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "kernel.Account"
LOGIN_URL = "ui:sign_in"
LOGIN_REDIRECT_URL = "ui:home"
LOGOUT_REDIRECT_URL = "ui:sign_in"
CSRF_FAILURE_VIEW = "hansei.ui.views.errors.csrf_failure"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGES = [("en", "English"), ("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("ru", "Русский")]
LANGUAGE_CODE = env.read_choice("HANSEI_LANGUAGE", tuple(code for code, _ in LANGUAGES))
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
DEFAULT_ZONE = env.read("HANSEI_ZONE")
try:
    ZoneInfo(DEFAULT_ZONE)
except (ZoneInfoNotFoundError, ValueError, OSError):
    raise env.BadSetting("HANSEI_ZONE", f"is “{DEFAULT_ZONE}”; write an IANA name such as Europe/Berlin.") from None

STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = HOME / "files"
PARQUET_ROOT = HOME / "parquet"
UPLOAD_ROOT = HOME / "uploads"
ERASED_LIST = HOME / "erased.jsonl"  # outside the database: a restored backup must not bring anybody back
ATTACHMENT_SIZE = env.read_size("HANSEI_ATTACHMENT_SIZE")
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

ENGINE_MEMORY = env.read_memory("HANSEI_ENGINE_MEMORY")
ENGINE_THREADS = env.read_int("HANSEI_ENGINE_THREADS")
RESULT_WAIT_SECONDS = 0.5  # a page shows at once what is computed by then; what takes longer comes by itself

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
HTTPS = env.read_bool("HANSEI_HTTPS")
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
# The proxy speaks HTTPS, we do not: without its word no answer would carry strict transport security.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None

# Mail, and the address under which readers find this site: links in a mail cannot be told from a request.
EMAIL_HOST = env.read("HANSEI_MAIL_HOST")
EMAIL_PORT = env.read_int("HANSEI_MAIL_PORT")
EMAIL_HOST_USER = env.read("HANSEI_MAIL_USER")
EMAIL_HOST_PASSWORD = env.read("HANSEI_MAIL_PASSWORD")
EMAIL_USE_TLS = env.read_choice("HANSEI_MAIL_TLS", ("starttls", "tls", "no")) == "starttls"
EMAIL_USE_SSL = env.read("HANSEI_MAIL_TLS") == "tls"
SITE_ADDRESS = env.read_address("HANSEI_ADDRESS")
SITE_HOST = urlsplit(SITE_ADDRESS).hostname or "hansei.invalid"
DEFAULT_FROM_EMAIL = env.read("HANSEI_MAIL_FROM") or f"hansei@{SITE_HOST}"
LINK_DAYS = env.read_int("HANSEI_LINK_DAYS")

HEALTH_TOKEN = env.read_secret("HANSEI_HEALTH_TOKEN")
LOG_FORM = env.read_choice("HANSEI_LOG", ("text", "json"))
LOGGING = configuration(LOG_FORM)

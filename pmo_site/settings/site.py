"""The site itself: apps, middleware, templates, languages, static files."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from pmo_site.settings import environment

BASE_DIR = Path(__file__).resolve().parent.parent.parent

LOCAL = environment.flag("RASHINBAN_LOCAL")
"""A run on one's own machine over plain http on localhost: unprefixed cookies, secrets made on the spot."""

BENCH = environment.flag("BENCH")
"""Whether organizations for tests from outside may be made beside a local run."""

DEMO_SMALL = environment.flag("DEMO_SMALL")
"""Whether a local run loads the small demo: six projects without a past."""

SITE_URL = environment.text("SITE_URL", "http://localhost:8000" if LOCAL else None)
"""The address that mails name; never taken from a request's Host header."""

STORIES = environment.flag("STORIES")
"""Whether /ui/ shows every component in every state (for those who build pages, and for the tests)."""

INSTALLED_APPS = [
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "rest_framework",
    "drf_spectacular",
    "guardian",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "pgtrigger",
    "pghistory",
    "pmo_site.tenancy",
    "pmo_site.audit",
    "pmo_site.jobs",
    "pmo_site.accounts",
    "pmo_site.notifications",
    "pmo_site.files",
    "pmo_site.threads",
    "pmo_site.api",
    "pmo_site.ui",
    "pmo_site.exchange",
    "pmo_site.portability",
    "pmo_site.resources",
    "projects",
    "support_office",
    "portfolio",
    "pmo_site.console",
    "pmo_site.platform",
    "pmo_site.pages",
]

MIDDLEWARE = [
    "pmo_site.ui.headers.SecurityHeadersMiddleware",
    "pmo_site.ui.compressing.PageCompressionMiddleware",
    "pmo_site.ui.requests.RequestIdMiddleware",
    "pmo_site.ui.saving.SavedFormMiddleware",
    "pmo_site.api.middleware.ProblemMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "pmo_site.ui.keeping.KeptFormMiddleware",
    "pmo_site.accounts.middleware.SessionClockMiddleware",
    "pmo_site.accounts.middleware.DenialMiddleware",
    "pmo_site.tenancy.middleware.TenantMiddleware",
    "pmo_site.accounts.middleware.ActorMiddleware",
    "pmo_site.api.rates.RateMiddleware",
    "pmo_site.resources.sent_once.SentOnceMiddleware",
    "pmo_site.pages.frame.FrameMiddleware",
]

ROOT_URLCONF = "pmo_site.urls"
WSGI_APPLICATION = "pmo_site.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "pmo_site.ui.shell.shell",
            ],
            "builtins": ["pmo_site.ui.templatetags.pm"],
        },
    }
]
FORM_RENDERER = "pmo_site.ui.forms.FormRenderer"

LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", _("Japanese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "pmo_site" / "locale"]
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_TZ = True
TIME_ZONE = "UTC"
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(environment.text("STATIC_ROOT", str(BASE_DIR / ".local" / "static")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if LOCAL
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = LOCAL
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

"""Secrets, cookies, transport and limits."""

from __future__ import annotations

import secrets

from pmo_site.settings import environment
from pmo_site.settings.site import LOCAL

DEBUG = False
SECRET_KEY = environment.text("SECRET_KEY", secrets.token_urlsafe(64) if LOCAL else None)
SECRET_KEY_FALLBACKS = environment.listing("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = environment.listing("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1],testserver" if LOCAL else "")
CSRF_TRUSTED_ORIGINS = environment.listing("CSRF_TRUSTED_ORIGINS")

_prefix = "" if LOCAL else "__Host-"
SESSION_COOKIE_NAME = f"{_prefix}sessionid"
CSRF_COOKIE_NAME = f"{_prefix}csrftoken"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not LOCAL
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = environment.number("SESSION_SECONDS", 12 * 3600)
SESSION_ENGINE = "pmo_site.accounts.sessions"
SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"
CSRF_FAILURE_VIEW = "pmo_site.ui.errors.csrf_failure"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_HSTS_SECONDS = 0 if LOCAL else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not LOCAL
SECURE_SSL_REDIRECT = not LOCAL and not environment.flag("BEHIND_TLS_PROXY")
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
if environment.flag("BEHIND_TLS_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_PERMISSIONS = 0o640

"""The site itself."""

from __future__ import annotations

SECRET_KEY = "x" * 60
USE_TZ = True
TIME_ZONE = "UTC"
INSTALLED_APPS: list[str] = []

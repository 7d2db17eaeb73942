"""The app of notices; at start it asks every app what it tells people about."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class NotificationsConfig(AppConfig):
    """Notices, preferences, digests."""

    name = "pmo_site.notifications"
    label = "notifications"

    def ready(self) -> None:
        """Fill the registries of kinds and subjects from every app's `notices.py`."""
        autodiscover_modules("notices")

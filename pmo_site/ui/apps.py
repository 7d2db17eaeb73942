"""The app of components; at start it asks every app for its menu items and panels."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class UiConfig(AppConfig):
    """Components, registries and form rendering."""

    name = "pmo_site.ui"
    label = "ui"

    def ready(self) -> None:
        """Fill the registries from the modules of agreed names."""
        autodiscover_modules("menu", "panels")

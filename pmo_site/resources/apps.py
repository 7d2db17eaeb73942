"""The app of registers; at start it asks every app for its declarations."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import import_string


class ResourcesConfig(AppConfig):
    """One declaration per kind of record."""

    name = "pmo_site.resources"
    label = "resources"

    def ready(self) -> None:
        """Let the search find what is said, and keep it in line with the declarations whenever tables may change."""
        import_string("pmo_site.resources.search.talk.offer")()
        post_migrate.connect(import_string("pmo_site.resources.search.keeping.keep_searchable"), sender=self)

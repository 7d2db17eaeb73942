"""The app of registers; at start it asks every app for its declarations."""

from __future__ import annotations

from django.apps import AppConfig


class ResourcesConfig(AppConfig):
    """One declaration per kind of record."""

    name = "pmo_site.resources"
    label = "resources"

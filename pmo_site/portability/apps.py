"""The portability app."""

from django.apps import AppConfig


class PortabilityConfig(AppConfig):
    """One organization taken out whole, brought in elsewhere, removed without a trace."""

    name = "pmo_site.portability"
    label = "portability"

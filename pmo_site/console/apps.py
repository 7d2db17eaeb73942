"""The console app."""

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    """The admin console of those who run the PMO: people, roles, departments."""

    name = "pmo_site.console"
    label = "console"

"""The api app."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """What every REST endpoint stands on."""

    name = "pmo_site.api"
    label = "api"

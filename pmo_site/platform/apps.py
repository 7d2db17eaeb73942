"""The platform app."""

from django.apps import AppConfig


class PlatformConfig(AppConfig):
    """The pages of the platform's operators: which organizations there are, and whether they may work."""

    name = "pmo_site.platform"
    label = "platform"

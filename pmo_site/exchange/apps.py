"""The exchange app."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ExchangeConfig(AppConfig):
    """Import and export of tables."""

    name = "pmo_site.exchange"
    label = "exchange"

    def ready(self) -> None:
        """Let every app declare what can be imported."""
        autodiscover_modules("imports")

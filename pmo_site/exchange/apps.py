"""The exchange app."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Import and export of tables."""

    name = "pmo_site.exchange"
    label = "exchange"

"""The portfolio app."""

from django.apps import AppConfig


class PortfolioConfig(AppConfig):
    """Governance of all projects."""

    name = "portfolio"
    label = "portfolio"

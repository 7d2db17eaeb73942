"""The portfolio app."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class PortfolioConfig(AppConfig):
    """Governance of all projects."""

    name = "portfolio"
    label = "portfolio"

    def ready(self) -> None:
        """Offer the health of a project to the reports below."""
        import_string("portfolio.figures.offer")()

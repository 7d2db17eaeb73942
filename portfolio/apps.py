"""The portfolio app."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class PortfolioConfig(AppConfig):
    """Governance of all projects."""

    name = "portfolio"
    label = "portfolio"

    def ready(self) -> None:
        """Declare who may do what with overrides; offer the health of a project to the reports below."""
        import_string("portfolio.rights.register")()
        import_string("portfolio.services.undoing.register")()
        import_string("portfolio.figures.offer")()

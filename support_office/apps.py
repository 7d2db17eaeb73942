"""The support office app."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class SupportOfficeConfig(AppConfig):
    """Help for one project."""

    name = "support_office"
    label = "support_office"

    def ready(self) -> None:
        """Declare who may do what with its records, and what they say about health."""
        import_string("support_office.rights.register")()
        import_string("support_office.services.undoing.register")()
        import_string("support_office.evidence.offer")()
        import_string("support_office.log_evidence.offer")()
        import_string("support_office.addresses.offer")()
        import_string("support_office.finding.offer")()

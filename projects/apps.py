"""The projects app."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class ProjectsConfig(AppConfig):
    """A project and its plan."""

    name = "projects"
    label = "projects"

    def ready(self) -> None:
        """Declare who may do what with projects, what they say about health, and where."""
        import_string("projects.rights.register")()
        import_string("projects.services.undoing.register")()
        import_string("projects.evidence.offer")()
        import_string("projects.addresses.offer")()

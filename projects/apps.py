"""The projects app."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class ProjectsConfig(AppConfig):
    """A project and its plan."""

    name = "projects"
    label = "projects"

    def ready(self) -> None:
        """Declare who may do what with projects, and what they say about health."""
        import_string("projects.rights.register")()
        import_string("projects.evidence.offer")()

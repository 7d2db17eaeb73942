"""The projects app."""

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    """A project and its plan."""

    name = "projects"
    label = "projects"

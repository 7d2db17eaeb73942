"""The threads app."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class ThreadsConfig(AppConfig):
    """Comments, files and links on any record."""

    name = "pmo_site.threads"
    label = "threads"

    def ready(self) -> None:
        """Say who reads attached files."""
        import_string("pmo_site.threads.rights.register")()

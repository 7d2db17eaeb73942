"""The files app."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Files that an organization keeps."""

    name = "pmo_site.files"
    label = "files"

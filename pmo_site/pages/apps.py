"""The pages app."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Home and the composed pages: the only ones that know every app."""

    name = "pmo_site.pages"
    label = "pages"

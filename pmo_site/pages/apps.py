"""The pages app."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules, import_string


class PagesConfig(AppConfig):
    """Home and the composed pages: the only ones that know every app."""

    name = "pmo_site.pages"
    label = "pages"

    def ready(self) -> None:
        """Let every app fill the registries that lower pages read."""
        autodiscover_modules("menu", "panels", "resources")
        import_string("pmo_site.resources.menu.offer_registers")()
        import_string("pmo_site.ui.jobs.register_job_words")(import_string("pmo_site.pages.job_words.WORDS"))

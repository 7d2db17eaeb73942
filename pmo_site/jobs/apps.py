"""The jobs app."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class JobsConfig(AppConfig):
    """Outbox, relay, runs and the kinds of task."""

    name = "pmo_site.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Make the site's Celery application the current one, in every process: the relay publishes through it."""
        app = import_string("pmo_site.celery.app")
        app.set_default()
        app.steps["consumer"].add(import_string("pmo_site.jobs.pulse.HeartbeatStep"))

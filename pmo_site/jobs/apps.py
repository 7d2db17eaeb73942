"""The jobs app."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Outbox, relay, runs and the kinds of task."""

    name = "pmo_site.jobs"
    label = "jobs"

"""The audit app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Who changed what, when and why."""

    name = "pmo_site.audit"
    label = "audit"

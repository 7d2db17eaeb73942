"""The tenancy app."""

from django.apps import AppConfig


class TenancyConfig(AppConfig):
    """Tenants and their walls."""

    name = "pmo_site.tenancy"
    label = "tenancy"

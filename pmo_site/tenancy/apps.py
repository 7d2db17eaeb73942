"""The tenancy app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TenancyConfig(AppConfig):
    """Tenants and their walls."""

    name = "pmo_site.tenancy"
    label = "tenancy"
    verbose_name = _("Platform")

"""The accounts app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import import_string


class AccountsConfig(AppConfig):
    """People, accounts, roles and the policy that answers who may do what."""

    name = "pmo_site.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Register the system checks and what can be taken back."""
        import_module("pmo_site.accounts.checks")
        import_string("pmo_site.accounts.services.undoing.register")()

"""The accounts app."""

from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, accounts, roles and the policy that answers who may do what."""

    name = "pmo_site.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Register the system checks."""
        import_module("pmo_site.accounts.checks")

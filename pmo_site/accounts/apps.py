"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, accounts, roles and the policy that answers who may do what."""

    name = "pmo_site.accounts"
    label = "accounts"

"""Carry second factors over to a new secret key."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from pmo_site.accounts.services.second_factors import second_factors_renew


class Command(BaseCommand):
    """Encrypt the secrets of all second factors with the newest SECRET_KEY, while everybody works."""

    help = "Encrypt the secrets of all second factors with the newest SECRET_KEY, while everybody works."

    def handle(self, *_args: Any, **_options: Any) -> None:  # noqa: ANN401  Django's own signature
        """Renew what a key of the settings opens; what none opens is counted and fails the command."""
        done = second_factors_renew()
        self.stdout.write(f"{done.renewed} secrets are encrypted with the newest key.")
        if done.lost:
            raise CommandError(
                f"{done.lost} secrets open with no key of SECRET_KEY and SECRET_KEY_FALLBACKS; they stay as they are."
                " Add the key that they were made with and run this again."
            )

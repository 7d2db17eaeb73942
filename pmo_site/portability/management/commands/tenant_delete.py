"""Remove an organization."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from pmo_site.accounts.policy import platform_actor
from pmo_site.kernel import clock
from pmo_site.portability.errors import PortabilityError
from pmo_site.portability.services.removal import organization_remove
from pmo_site.tenancy.selectors import organization_by_slug


class Command(BaseCommand):
    """Remove a suspended organization for good: rows, history, files, accounts that it alone used."""

    help = "Remove a suspended organization for good: rows, history, files, accounts that it alone used."

    def add_arguments(self, parser: CommandParser) -> None:
        """The organization's address, and once more as its confirmation."""
        parser.add_argument("slug")
        parser.add_argument("--confirm", required=True, help="The address once more: this cannot be undone.")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401  Django's own signature
        """Remove it and account for every table."""
        organization = organization_by_slug(options["slug"])
        if organization is None:
            raise CommandError(f"There is no organization {options['slug']}.")
        if options["confirm"] != organization.slug:
            raise CommandError("The confirmation names another organization; nothing was removed.")
        actor = platform_actor(organization.id, None, "operator", today=clock.today("UTC"))
        try:
            counts = organization_remove(actor=actor, organization=organization)
        except PortabilityError as error:
            raise CommandError(str(error)) from error
        for table, rows in sorted(counts.items()):
            self.stdout.write(f"{rows:>9} {table}")
        self.stdout.write(f"{organization.slug}: removed")

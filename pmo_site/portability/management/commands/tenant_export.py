"""Take an organization out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from pmo_site.accounts.policy import platform_actor
from pmo_site.kernel import clock
from pmo_site.portability.services.export import organization_export
from pmo_site.tenancy.selectors import organization_by_slug


class Command(BaseCommand):
    """Write one organization with its history and files to an archive, while everybody works on."""

    help = "Write one organization with its history and files to an archive, while everybody works on."

    def add_arguments(self, parser: CommandParser) -> None:
        """The organization's address, and where the archive goes."""
        parser.add_argument("slug")
        parser.add_argument("--out", required=True, type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401  Django's own signature
        """Take it out as the platform's operator, and account for every table."""
        organization = organization_by_slug(options["slug"])
        if organization is None:
            raise CommandError(f"There is no organization {options['slug']}.")
        actor = platform_actor(organization.id, None, "operator", today=clock.today("UTC"))
        try:
            counts = organization_export(actor=actor, organization=organization, path=options["out"])
        except OSError as error:
            raise CommandError(f"{options['out']} cannot be written: {error.strerror}.") from error
        for table, rows in sorted(counts.items()):
            self.stdout.write(f"{rows:>9} {table}")
        self.stdout.write(f"{options['out']}: {sum(counts.values())} rows of {organization.slug}")

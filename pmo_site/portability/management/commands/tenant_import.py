"""Bring an organization in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from pmo_site.portability.errors import PortabilityError
from pmo_site.portability.services.restore import organization_import


class Command(BaseCommand):
    """Bring one organization in from an archive: whole, with its ids and history, or not at all."""

    help = "Bring one organization in from an archive: whole, with its ids and history, or not at all."

    def add_arguments(self, parser: CommandParser) -> None:
        """The archive, and another address where the old one is taken."""
        parser.add_argument("archive", type=Path)
        parser.add_argument("--slug", help="Another address, where the archive's own is taken.")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401  Django's own signature
        """Bring it in and account for every table."""
        try:
            counts = organization_import(path=options["archive"], slug=options["slug"])
        except PortabilityError as error:
            raise CommandError(str(error)) from error
        for table, rows in sorted(counts.items()):
            self.stdout.write(f"{rows:>9} {table}")
        self.stdout.write(f"{options['archive']}: {sum(counts.values())} rows")

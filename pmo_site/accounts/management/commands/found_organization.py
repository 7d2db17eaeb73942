"""Found an organization."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from pmo_site.accounts.services.organizations import organization_found
from pmo_site.accounts.services.people import PersonFacts
from pmo_site.kernel import clock
from pmo_site.kernel.conflicts import RuleError


class Command(BaseCommand):
    """Make an organization and invite its first administrator by mail."""

    help = "Make an organization and invite its first administrator by mail."

    def add_arguments(self, parser: CommandParser) -> None:
        """Its address and name, and who administers it."""
        parser.add_argument("slug")
        parser.add_argument("name")
        parser.add_argument("--family-name", required=True)
        parser.add_argument("--given-name", default="")
        parser.add_argument("--email", required=True)

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401  Django's own signature
        """Found it; the worker sends the invitation."""
        facts = PersonFacts(options["family_name"], options["given_name"], email=options["email"])
        try:
            organization_found(
                slug=options["slug"], name=options["name"], administrator=facts, today=clock.today("UTC")
            )
        except RuleError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{options['slug']}: the invitation to {options['email']} is on its way.")

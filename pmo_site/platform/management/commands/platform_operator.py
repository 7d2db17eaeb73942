"""Make an account an operator's, or take that back."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from pmo_site.accounts.refusals import words_of
from pmo_site.accounts.services.operators import operator_appoint, operator_dismiss
from pmo_site.kernel.conflicts import RuleError


class Command(BaseCommand):
    """Make an account an operator's of the platform; one that does not exist is made, and told how to get in."""

    help = "Make an account an operator's of the platform; one that does not exist is made, and told how to get in."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose account."""
        parser.add_argument("email", help="The operator's sign-in; nobody's who is a member of an organization.")
        parser.add_argument("--dismiss", action="store_true", help="Take it back: from the next request on.")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401  Django's own signature
        """Appoint or dismiss."""
        try:
            done = operator_dismiss if options["dismiss"] else operator_appoint
            done(email=options["email"])
        except RuleError as error:
            raise CommandError(words_of(error)) from error
        self.stdout.write(f"{options['email']}: {'no operator any more' if options['dismiss'] else 'operator'}.")

"""Open an organization with its first member."""

from __future__ import annotations

import getpass
import os
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from pmo_site.accounts.services.organizations import FirstMember, organization_create


class Command(BaseCommand):
    """Open an organization; its first member becomes PMO manager and tenant administrator."""

    help = "Open an organization; its first member becomes PMO manager and tenant administrator."

    def add_arguments(self, parser: CommandParser) -> None:
        """The organization's address and name, and who opens it."""
        parser.add_argument("slug", help="The address, as in /o/ADDRESS/.")
        parser.add_argument("name", help="The name as its people write it.")
        parser.add_argument("--email", required=True, help="The first member's sign-in.")
        parser.add_argument("--family-name", required=True)
        parser.add_argument("--given-name", default="")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401  Django's own signature
        """Take the password from the variable FIRST_PASSWORD, or ask for it; it never stands on a command line."""
        password = os.environ.get("FIRST_PASSWORD") or getpass.getpass("Password of the first member: ")
        first = FirstMember(options["family_name"], options["given_name"], options["email"], password)
        try:
            validate_password(password)
            organization_create(slug=options["slug"], name=options["name"], first=first)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"Open: /o/{options['slug']}/, sign in as {options['email']}.")

"""Found an organization."""

from __future__ import annotations

import getpass
import os
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from pmo_site.accounts.services.organizations import FirstMember, first_member_admit, organization_found
from pmo_site.kernel.conflicts import RuleError


class Command(BaseCommand):
    """Make an organization and invite its first member, who administers it and runs its PMO."""

    help = "Make an organization and invite its first member, who administers it and runs its PMO."

    def add_arguments(self, parser: CommandParser) -> None:
        """The organization's address and name, and whom it invites."""
        parser.add_argument("slug", help="The address, as in /o/ADDRESS/.")
        parser.add_argument("name", help="The name as its people write it.")
        parser.add_argument("--email", required=True, help="The first member's sign-in.")
        parser.add_argument("--family-name", required=True)
        parser.add_argument("--given-name", default="")
        parser.add_argument("--reason", default="", help="Kept in the organization's audit log.")
        parser.add_argument(
            "--password",
            action="store_true",
            help="Ask for the first member's password and open at once, without mail.",
        )

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401  Django's own signature
        """Found it; the worker sends the invitation, or the first member is let in at once."""
        first = FirstMember(options["family_name"], options["given_name"], options["email"])
        try:
            password = _password() if options["password"] else ""
            with transaction.atomic():
                _found(options, first, password)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except RuleError as error:
            raise CommandError(str(error)) from error
        if password:
            self.stdout.write(f"Open: /o/{options['slug']}/, sign in as {first.email}.")
        else:
            self.stdout.write(f"{options['slug']}: the invitation to {first.email} is on its way.")


def _found(options: dict[str, Any], first: FirstMember, password: str) -> None:
    act = organization_found(
        slug=options["slug"], name=options["name"], first=first, operator="operator", reason=options["reason"]
    )
    if password:
        first_member_admit(act=act, password=password)


def _password() -> str:
    """From the variable FIRST_PASSWORD, or asked for; it never stands on a command line."""
    password = os.environ.get("FIRST_PASSWORD") or getpass.getpass("Password of the first member: ")
    validate_password(password)
    return password

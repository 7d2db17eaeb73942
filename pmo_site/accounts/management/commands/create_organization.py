"""Found an organization."""

from __future__ import annotations

import getpass
import os
import sys
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import override

from pmo_site.accounts.refusals import words_of
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
        parser.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES], default="ja")
        parser.add_argument("--reason", default="", help="Kept in the organization's audit log.")
        parser.add_argument(
            "--password",
            action="store_true",
            help="Ask for the first member's password (or take FIRST_PASSWORD) and open at once, without mail.",
        )

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401  Django's own signature
        """Found it; the worker sends the invitation, or the first member is let in at once."""
        first = FirstMember(options["family_name"], options["given_name"], options["email"], options["language"])
        with override("en"):
            try:
                password = _password() if options["password"] else ""
                with transaction.atomic():
                    is_new = _found(options, first, password)
            except ValidationError as error:
                raise CommandError(" ".join(error.messages)) from error
            except RuleError as error:
                raise CommandError(words_of(error)) from error
        if not password:
            self.stdout.write(f"{options['slug']}: the invitation to {first.email} is on its way.")
            return
        which = "" if is_new else " with the password that this account had before"
        self.stdout.write(f"Open: /o/{options['slug']}/, sign in as {first.email}{which}.")


def _found(options: dict[str, Any], first: FirstMember, password: str) -> bool:
    """Found it; returns whether the password became the first member's."""
    act = organization_found(
        slug=options["slug"], name=options["name"], first=first, operator="operator", reason=options["reason"]
    )
    return bool(password) and first_member_admit(act=act, password=password)


def _password() -> str:
    """From the variable FIRST_PASSWORD, asked for twice, or a line that is piped in; never on a command line."""
    password = os.environ.get("FIRST_PASSWORD") or _asked()
    if not password:
        raise CommandError("There is no terminal to ask at: give the password in the variable FIRST_PASSWORD.")
    validate_password(password)
    return password


def _asked() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("Password of the first member (at least 12 characters): ")
    if password != getpass.getpass("The same password again: "):
        raise CommandError("The two passwords differ; nothing was made.")
    return password

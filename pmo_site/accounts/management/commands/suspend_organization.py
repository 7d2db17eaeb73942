"""Suspend an organization."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from pmo_site.accounts.policy import platform_actor
from pmo_site.accounts.services.organizations import organization_suspend
from pmo_site.kernel import clock
from pmo_site.tenancy.selectors import organization_by_slug


class Command(BaseCommand):
    """Suspend an organization from its next request on; the reason is recorded."""

    help = "Suspend an organization from its next request on; the reason is recorded."

    def add_arguments(self, parser: CommandParser) -> None:
        """The organization's address, and why."""
        parser.add_argument("slug")
        parser.add_argument("--reason", required=True)

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401  Django's own signature
        """Suspend it as the platform's operator."""
        organization = organization_by_slug(options["slug"])
        if organization is None:
            raise CommandError(f"There is no organization {options['slug']}.")
        if not options["reason"].strip():
            raise CommandError("Give a reason: it stands in the organization's audit log.")
        actor = platform_actor(organization.id, None, "operator", today=clock.today("UTC"))
        organization_suspend(actor=actor, organization_id=organization.id, reason=options["reason"])
        self.stdout.write(
            f"{organization.slug}: suspended; its pages are closed from the next request on, its data stays."
        )

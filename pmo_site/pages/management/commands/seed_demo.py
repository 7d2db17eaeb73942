"""Load the demo organizations."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from pmo_site.pages.demo.cast import CAST, DEMO_PASSWORD
from pmo_site.pages.demo.story import PLANS
from pmo_site.pages.services.demo import HOKUTO, MINATO, demo_load, email_of
from pmo_site.pages.services.demo_removal import demo_is_here
from pmo_site.portability.services.removal import organization_erase
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.models import Organization


class Command(BaseCommand):
    """Load two organizations with a person in every role, unless they are there, and print their sign-ins."""

    help = "Load two demo organizations with a person in every role, unless they are there."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say how much is loaded."""
        parser.add_argument("--remove", action="store_true", help="Remove the demo organizations instead.")
        parser.add_argument("--first", action="store_true", help="Load them only where there is no organization yet.")
        parser.add_argument("--small", action="store_true", help="Load six projects without a past.")

    def handle(  # Django's own signature
        self,
        *_args: Any,  # noqa: ANN401  the same
        small: bool = False,
        remove: bool = False,
        first: bool = False,
        **_options: Any,  # noqa: ANN401  the same
    ) -> None:
        """Refuse outside local runs: the demo's password is public."""
        if not settings.LOCAL:
            raise CommandError("The demo has a public password: it is loaded on local runs only (RASHINBAN_LOCAL=1).")
        if remove:
            self._remove()
            return
        if not (first and Organization.objects.exists()):
            demo_load(story=() if small or settings.DEMO_SMALL else PLANS)
        here = {organization.slug for organization in _demos()}
        for organization in (each for each in (HOKUTO, MINATO) if each.slug in here):
            self.stdout.write(f"{organization.name} (/o/{organization.slug}/), password {DEMO_PASSWORD}:")
            for person in CAST:
                self.stdout.write(f"  {email_of(organization, person)}")

    def _remove(self) -> None:
        """Erase the organizations that the demo made; one of its name that somebody else made stays."""
        for organization in _demos():
            organization_erase(organization.id)
            self.stdout.write(f"{organization.name} (/o/{organization.slug}/) is removed.")


def _demos() -> list[Organization]:
    """The organizations that the demo made and that are here."""
    found = []
    for organization in Organization.objects.filter(slug__in=[HOKUTO.slug, MINATO.slug]):
        with tenant(organization.id):
            if demo_is_here():
                found.append(organization)
    return found

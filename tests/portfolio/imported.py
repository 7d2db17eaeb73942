"""An organization into which lists of projects are imported through the command, and its jobs run by hand."""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.test import Client

from pmo_site.accounts.models import OrganizationSettings
from pmo_site.accounts.roles import OrganizationRole
from pmo_site.celery import app
from pmo_site.jobs.models import OutboxEvent
from pmo_site.jobs.outbox import publish_batch
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.models import Organization
from portfolio.models import ProjectHealth
from tests.accounts.world import Member, make_member, make_organization

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
_COUNTS = re.compile(r"created (\d+), updated (\d+), unchanged (\d+), rejected (\d+); departments created (\d+)")


@dataclass
class Office:
    """The organization with its manager, and what the commands said."""

    organization: Organization
    manager: Member
    said: list[str] = field(default_factory=list)

    def bring_in(self, path: Path, mapping: str, **options: Any) -> tuple[int, ...]:
        """Import a list; how many rows were created, updated, unchanged, rejected, and departments created."""
        out = io.StringIO()
        slug = self.organization.slug
        try:
            call_command("import_portfolio", str(path), organization=slug, mapping=mapping, stdout=out, **options)
        finally:
            self.said.append(out.getvalue())
        found = _COUNTS.search(self.said[-1])
        assert found
        return tuple(int(number) for number in found.groups())

    def levels(self) -> Counter[str]:
        """How many projects stand at each level by their newest snapshot."""
        with tenant(self.organization.id):
            rows = ProjectHealth.objects.order_by("project_id", "-day", "-computed_at", "-id")
            return Counter(row.overall for row in rows.distinct("project_id"))

    def snapshots(self) -> int:
        """How many snapshots there are."""
        with tenant(self.organization.id):
            return ProjectHealth.objects.count()

    def client(self, member: Member | None = None) -> Client:
        """A signed-in client; the manager's where nobody is named."""
        client = Client(headers={"accept-language": "en"})
        client.force_login((member or self.manager).user, backend=BACKEND)
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        return client


def make_office(slug: str = "canada") -> Office:
    """An organization that has imported nothing yet."""
    organization = make_organization(slug)
    with tenant(organization.id):
        OrganizationSettings.objects.get_or_create()
    return Office(organization, make_member(organization, OrganizationRole.PMO_MANAGER))


def work_off() -> int:
    """Do what the outbox asks for, as relay and worker would; how many tasks there were."""

    def run(event: OutboxEvent) -> None:
        leading = [str(event.organization_id)] if event.organization_id else []
        app.tasks[event.task](*leading, **event.arguments)

    app.loader.import_default_modules()
    done = 0
    while published := publish_batch(run):
        done += published
    return done

"""An organization with two projects, their people, and kinds of notice made for the tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from pmo_site.accounts.rights import Right
from pmo_site.accounts.roles import OrganizationRole, ProjectRole
from pmo_site.kernel.evidence import RowReference
from pmo_site.notifications import registry
from pmo_site.notifications.registry import NoticeKind
from pmo_site.notifications.services.notices import notice_give
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.models import Organization
from projects.models import Project, ProjectMember
from tests.accounts.world import Member, make_member, make_organization

LIGHT = NoticeKind(
    "tests.light",
    "Light",
    "%(subject)s turned %(level)s on %(seen_on)s.",
    "bell",
    Right.PROJECT_VIEW,
    words={"level": {"red": "Red", "amber": "Amber"}},
)
MENTION = NoticeKind(
    "tests.mention",
    "Mention",
    "%(by_person)s mentioned you in %(subject)s.",
    "user",
    Right.PROJECT_VIEW,
    is_mutable=False,
    is_urgent=True,
)

FACTS = {"level": "red", "seen_on": "2026-11-20"}


@contextmanager
def kinds() -> Iterator[None]:
    """These two kinds and no others, registered for one test."""
    before = dict(registry._kinds)
    registry._kinds.clear()
    registry.register_notice_kind(LIGHT)
    registry.register_notice_kind(MENTION)
    try:
        yield
    finally:
        registry._kinds.clear()
        registry._kinds.update(before)


@dataclass(frozen=True)
class Office:
    """An organization; `hana` has a role on `open_project` and none on `other_project`."""

    organization: Organization
    manager: Member
    hana: Member
    project: Project
    other_project: Project

    def give(self, *people: Member, kind: str = LIGHT.key, project: Project | None = None, once: str = "") -> int:
        """Tell members about a project."""
        facts = FACTS
        if kind == MENTION.key:
            facts = {"by_person": str(self.manager.person.pk)}
        with tenant(self.organization.id, history={"system": "test"}):
            return notice_give(
                kind=kind,
                people=[member.person.pk for member in people],
                subject=RowReference("projects.project", (project or self.project).pk),
                facts=facts,
                once=once,
            )

    def end_role(self) -> None:
        """Take hana's role on the project away."""
        with tenant(self.organization.id, history={"system": "test"}):
            ProjectMember.objects.filter(person_id=self.hana.person.pk).delete()


def make_office(slug: str = "north") -> Office:
    """An organization with somebody to tell."""
    organization = make_organization(slug)
    manager = make_member(organization, OrganizationRole.PMO_MANAGER)
    hana = make_member(organization, OrganizationRole.MEMBER)
    with tenant(organization.id, history={"system": "test"}):
        project = Project.objects.create(code="P-1", name=f"SEEN-{slug}", folded_name="seen")
        other = Project.objects.create(code="P-2", name=f"HIDDEN-{slug}", folded_name="hidden")
        ProjectMember.objects.create(
            project=project, person_id=hana.person.pk, role=ProjectRole.MEMBER, starts_on=date(2026, 1, 1)
        )
    return Office(organization, manager, hana, project, other)

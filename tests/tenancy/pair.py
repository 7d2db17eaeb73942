"""Two organizations that know nothing of each other."""

from __future__ import annotations

from dataclasses import dataclass

from pmo_site.accounts.roles import OrganizationRole
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.models import Organization
from projects.models import Milestone, Project
from tests.accounts.world import Member, make_member, make_organization


@dataclass(frozen=True)
class Side:
    """One organization with its manager, a project and a milestone; every text carries its word."""

    organization: Organization
    manager: Member
    project: Project
    milestone: Milestone
    word: str


@dataclass(frozen=True)
class Pair:
    """Both sides."""

    north: Side
    south: Side


def make_pair() -> Pair:
    """Commit both sides."""
    return Pair(_side("north", "CANARY-NORTH"), _side("south", "CANARY-SOUTH"))


def _side(slug: str, word: str) -> Side:
    organization = make_organization(slug)
    manager = make_member(organization, OrganizationRole.PMO_MANAGER)
    with tenant(organization.id, history={"system": "test"}):
        project = Project.objects.create(code="P-1", name=word, folded_name=word.casefold())
        milestone = Milestone.objects.create(project=project, name=word)
    return Side(organization, manager, project, milestone, word)

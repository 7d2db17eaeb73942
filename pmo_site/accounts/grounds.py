"""Where rights come from: every source by itself, so that what decides can also be told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pmo_site.accounts.rights import Right
from pmo_site.accounts.roles import (
    ORGANIZATION_ROLE_RIGHTS,
    PMO_ROLES,
    PROJECT_ROLE_RIGHTS,
    SUPPORT_RIGHTS,
    OperatingModel,
    OrganizationRole,
    ProjectRole,
)


class Source(StrEnum):
    """What gives somebody a right."""

    ORGANIZATION_ROLE = "organization_role"
    OPERATING_MODEL = "operating_model"
    PROJECT_ROLE = "project_role"
    SINGLE_GRANT = "single_grant"
    OWNERSHIP = "ownership"


@dataclass(frozen=True, slots=True)
class Ground:
    """One source with all the rights that it gives; `code` is the role or the model, `until` its last day."""

    source: Source
    rights: frozenset[Right]
    code: str = ""
    until: date | None = None


def organization_grounds(roles: frozenset[OrganizationRole], model: OperatingModel) -> tuple[Ground, ...]:
    """What these roles give on everything of the organization under this operating model."""
    held = [Ground(Source.ORGANIZATION_ROLE, ORGANIZATION_ROLE_RIGHTS[role], role.value) for role in sorted(roles)]
    if model is OperatingModel.COMBINED and roles & PMO_ROLES:
        held.append(Ground(Source.OPERATING_MODEL, SUPPORT_RIGHTS, model.value))
    return tuple(held)


def project_ground(role: ProjectRole, until: date | None) -> Ground:
    """What a role on a project gives there."""
    return Ground(Source.PROJECT_ROLE, PROJECT_ROLE_RIGHTS[role], role.value, until)


def rights_from(grounds: Iterable[Ground]) -> frozenset[Right]:
    """All rights that these sources give together."""
    none: frozenset[Right] = frozenset()
    return none.union(*(ground.rights for ground in grounds))


def organization_rights(roles: frozenset[OrganizationRole], model: OperatingModel) -> frozenset[Right]:
    """Rights held on everything of the organization by these roles under this operating model."""
    return rights_from(organization_grounds(roles, model))

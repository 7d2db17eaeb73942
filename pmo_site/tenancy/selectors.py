"""Reads of the global list of organizations."""

from __future__ import annotations

from uuid import UUID

from pmo_site.tenancy.models import Organization, OrganizationState
from pmo_site.tenancy.prepared import Prepared

_BY_SLUG = Prepared(lambda slug: Organization.objects.filter(slug=slug)[:1], slug=str)


def organization_by_slug(slug: str) -> Organization | None:
    """Find an organization by the address in its URLs."""
    return _BY_SLUG.first(slug=slug)


def organization_by_id(organization_id: UUID) -> Organization | None:
    """Find an organization by its id."""
    return Organization.objects.filter(id=organization_id).first()


def organization_is_active(organization_id: UUID) -> bool:
    """Whether work may be done for an organization now."""
    return Organization.objects.filter(id=organization_id, state=OrganizationState.ACTIVE).exists()


def active_organization_ids() -> list[UUID]:
    """Every organization that may be worked for, oldest first."""
    return list(Organization.objects.filter(state=OrganizationState.ACTIVE).order_by("id").values_list("id", flat=True))


def files_quota_of(organization_id: UUID) -> int | None:
    """What an organization's files may take up in bytes; None where the site's own limit holds."""
    return Organization.objects.filter(id=organization_id).values_list("files_quota_bytes", flat=True).first()

"""The second wall: asking for tenant data outside a tenant's context raises."""

from __future__ import annotations

from typing import TypeVar

from django.db import models

from pmo_site.tenancy.context import require_organization_id

Record_co = TypeVar("Record_co", bound=models.Model, covariant=True)


class TenantManager(models.Manager[Record_co]):
    """Sees the rows of the current tenant, and raises where there is none."""

    def get_queryset(self) -> models.QuerySet[Record_co]:
        """Rows of the current tenant."""
        return super().get_queryset().filter(organization_id=require_organization_id())

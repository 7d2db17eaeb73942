"""Attempts that were refused: who tried what, when, and what they were told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import models

from pmo_site.accounts.models import Denial
from pmo_site.accounts.policy import Actor, require
from pmo_site.accounts.rights import Right
from pmo_site.accounts.selectors import names_of_users
from pmo_site.tenancy.keyset import Order

NEWEST: Final = Order("denied_at", descending=True)
ANSWERS: Final = (403, 404)
"""What a refused attempt is told: not allowed, or not found."""


@dataclass(frozen=True, slots=True)
class DenialNarrowing:
    """Which attempts are asked for; nothing means all of them. `address` is a part of the address."""

    user_id: UUID | None = None
    address: str = ""
    status: int | None = None
    since: datetime | None = None
    until: datetime | None = None


def denial_list(actor: Actor, narrowing: DenialNarrowing | None = None) -> models.QuerySet[Denial]:
    """Attempts that were refused."""
    require(actor, Right.AUDIT_VIEW)
    asked = narrowing or DenialNarrowing()
    told = {
        "user_id": asked.user_id,
        "path__icontains": asked.address,
        "status": asked.status,
        "denied_at__gte": asked.since,
        "denied_at__lt": asked.until,
    }
    return Denial.objects.filter(**{name: value for name, value in told.items() if value})


def who_tried(rows: Iterable[Denial]) -> dict[str, str]:
    """Names of those who tried, by account; who is no member of the organization has none here."""
    return names_of_users({str(row.user_id) for row in rows if row.user_id})

"""Reads of what the API remembers."""

from __future__ import annotations

from uuid import UUID

from pmo_site.api.models import IdempotencyRecord


def idempotency_record(user_id: UUID, key: str) -> IdempotencyRecord | None:
    """What was answered to this account under this key."""
    return IdempotencyRecord.objects.filter(user_id=user_id, key=key).first()

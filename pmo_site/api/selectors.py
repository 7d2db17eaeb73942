"""Reads of what the API remembers."""

from __future__ import annotations

from uuid import UUID

from pmo_site.api.models import IdempotencyRecord


def idempotency_record(caller_id: UUID, key: str) -> IdempotencyRecord | None:
    """What was answered to this caller under this key."""
    return IdempotencyRecord.objects.filter(caller_id=caller_id, key=key).first()

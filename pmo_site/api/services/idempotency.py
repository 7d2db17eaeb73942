"""One run per idempotency key, however many requests carry it at once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from uuid import UUID

from django.db import connection, transaction

from pmo_site.api.models import IdempotencyRecord
from pmo_site.tenancy.context import require_organization_id


def idempotency_claim(*, caller_id: UUID, key: str) -> bool:
    """Hold a key until the request's transaction ends; False where another request holds it now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_number_of(caller_id, key)])
        return bool(cursor.fetchone()[0])


def idempotency_wait(*, caller_id: UUID, key: str) -> None:
    """Hold a key until the request's transaction ends, after whoever holds it now; as long as locks are waited for."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_number_of(caller_id, key)])


def _number_of(caller_id: UUID, key: str) -> int:
    name = f"{require_organization_id()}:{caller_id}:{key}".encode()
    return int.from_bytes(hashlib.sha256(name).digest()[:8], "big", signed=True)


def idempotency_store(
    *, caller_id: UUID, key: str, request_hash: str, status: int, headers: Mapping[str, str], body: str
) -> IdempotencyRecord:
    """Keep an answer in the transaction of its write; the unique constraint refuses a second one."""
    with transaction.atomic():
        return IdempotencyRecord.objects.create(
            caller_id=caller_id, key=key, request_hash=request_hash, status=status, headers=dict(headers), body=body
        )

"""Tasks leave through the database: asked for in a transaction, published by the relay after it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Max

from pmo_site.jobs.models import OutboxEvent
from pmo_site.kernel import clock

BATCH = 200


def ask(task: str, *, organization_id: UUID | None, **arguments: str | int | None) -> None:
    """Ask for a task in the current transaction; it is published if and only if that commits.

    Arguments are ids and plain marks, never names or secrets: the outbox stands outside the tenant wall. The request
    that asks goes with the event, so that the worker's log lines can be joined to it.
    """
    request_id = structlog.contextvars.get_contextvars().get("request_id", "")
    OutboxEvent.objects.create(task=task, organization_id=organization_id, arguments=arguments, request_id=request_id)


def publish_batch(send: Callable[[OutboxEvent], None]) -> int:
    """Publish what waits, oldest first, and mark it; two relays never take the same event.

    A crash between sending and marking sends again: handlers are idempotent.
    """
    with transaction.atomic():
        waiting = list(
            OutboxEvent.objects.select_for_update(skip_locked=True)
            .filter(published_at__isnull=True)
            .order_by("id")[:BATCH]
        )
        for event in waiting:
            send(event)
        OutboxEvent.objects.filter(id__in=[event.id for event in waiting]).update(published_at=clock.now())
    return len(waiting)


def newest_id() -> int:
    """The number of the newest event, 0 where there is none."""
    return OutboxEvent.objects.aggregate(newest=Max("id"))["newest"] or 0

"""Tasks leave through the database: asked for in a transaction, published by the relay after it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F

from pmo_site.jobs.models import Job, OutboxEvent
from pmo_site.kernel import clock
from pmo_site.tenancy.context import current_organization_id, tenant

BATCH = 200
_MOST_DOUBLINGS = 4


def ask(
    task: str,
    *,
    organization_id: UUID | None,
    once: str = "",
    asked_by: UUID | str | None = None,
    **arguments: str | int | None,
) -> UUID | None:
    """Ask for a task in the current transaction, and give the id of the organization's job.

    It is published if and only if that commits. With `once` a task is asked for at most once under that mark: a
    second asking gives the first one's job. `asked_by` is the person who waits for it and finds it on every page.
    Arguments are ids and plain marks, never names or secrets: the outbox stands outside the tenant wall. The request
    that asks goes with the event, so that the worker's log lines can be joined to it.
    """
    request_id = structlog.contextvars.get_contextvars().get("request_id", "")
    facts = {"arguments": arguments, "request_id": request_id}
    if organization_id is None:
        OutboxEvent.objects.create(task=task, **facts)
        return None
    named = {"organization_id": organization_id, "task": task, "once": once}
    if once:
        event, is_new = OutboxEvent.objects.get_or_create(**named, defaults=facts)
    else:
        event, is_new = OutboxEvent.objects.create(**named, **facts), True
    here = nullcontext() if organization_id == current_organization_id() else tenant(organization_id)
    with here:
        if is_new:
            return Job.objects.create(event_id=event.id, handler=task, asked_by_id=asked_by).pk
        return Job.objects.filter(event_id=event.id, handler=task).values_list("pk", flat=True).first()


def ask_from_outside(task: str, *, organization_id: UUID, **arguments: str | int | None) -> None:
    """Ask for a task of an organization as somebody who may read nothing in it: the worker makes its job."""
    request_id = structlog.contextvars.get_contextvars().get("request_id", "")
    OutboxEvent.objects.create(task=task, organization_id=organization_id, arguments=arguments, request_id=request_id)


def publish_batch(send: Callable[[OutboxEvent], None], *, most: int = BATCH) -> int:
    """Publish what is due, longest due first and so many at most; two relays never take the same event.

    Events are marked before they are sent, so that no row is locked while a broker is silent; those that it refuses
    are due again at once, and what nobody begins in time is published again.
    """
    waiting = _taken(most) if most > 0 else []
    for number, event in enumerate(waiting):
        try:
            send(event)
        except Exception:
            _give_back(waiting[number:])
            raise
    return len(waiting)


@transaction.atomic
def _taken(most: int) -> list[OutboxEvent]:
    now = clock.now()
    waiting = list(
        OutboxEvent.objects.select_for_update(skip_locked=True)
        .filter(finished_at__isnull=True, due_at__lte=now)
        .order_by("due_at", "id")[:most]
    )
    for event in waiting:
        event.published_at = now
        event.due_at = now + _patience(event.publications)
        event.publications += 1
    OutboxEvent.objects.bulk_update(waiting, ["published_at", "due_at", "publications"])
    return waiting


def _give_back(events: list[OutboxEvent]) -> None:
    refused = OutboxEvent.objects.filter(id__in=[event.id for event in events])
    refused.update(published_at=None, due_at=clock.now(), publications=F("publications") - 1)


def _patience(publications: int) -> timedelta:
    return timedelta(seconds=settings.JOBS_LOST_SECONDS * 2 ** min(publications, _MOST_DOUBLINGS))

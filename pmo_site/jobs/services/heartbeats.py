"""Signs of life of workers, relays and beat, and what is done about a process that gives none."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef

from pmo_site.jobs.models import Heartbeat, OutboxEvent
from pmo_site.kernel import clock

_KEPT = timedelta(days=1)


def heartbeat_write(*, process: str, kind: str) -> None:
    """Say that a process is at work; those that have been silent for a day are forgotten."""
    now = clock.now()
    Heartbeat.objects.update_or_create(process=process[:120], defaults={"kind": kind, "beat_at": now})
    Heartbeat.objects.filter(beat_at__lt=now - _KEPT).delete()


def events_recover() -> int:
    """Make due at once what a process began that has been silent for too long; how many events that were.

    A process that lives on all the same holds the lock of its attempt, so that its work is never done beside it.
    """
    now = clock.now()
    heard_since = now - timedelta(seconds=settings.JOBS_SILENT_SECONDS)
    alive = Heartbeat.objects.filter(process=OuterRef("process"), beat_at__gte=heard_since)
    begun = OutboxEvent.objects.filter(finished_at__isnull=True, due_at__gt=now).exclude(process="")
    return begun.exclude(Exists(alive)).update(due_at=now, process="")

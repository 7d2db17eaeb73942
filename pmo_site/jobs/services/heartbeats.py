"""Signs of life of workers, relays and beat."""

from __future__ import annotations

from datetime import timedelta

from pmo_site.jobs.models import Heartbeat
from pmo_site.kernel import clock

EVERY_SECONDS = 15
_KEPT = timedelta(days=1)


def heartbeat_write(*, process: str, kind: str) -> None:
    """Say that a process is at work; those that have been silent for a day are forgotten."""
    now = clock.now()
    Heartbeat.objects.update_or_create(process=process[:120], defaults={"kind": kind, "beat_at": now})
    Heartbeat.objects.filter(beat_at__lt=now - _KEPT).delete()

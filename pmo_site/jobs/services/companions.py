"""A backlog of small tasks of one kind: the one that begins takes others along, and what they share is read once.

Each event keeps its own job and is done once: the others' end stands in the running task's own transaction. A message
that comes for one of them later finds it over.
"""

from __future__ import annotations

from collections.abc import Sequence

from pmo_site.jobs.models import Job, JobState, OutboxEvent
from pmo_site.jobs.progress import running_attempt
from pmo_site.kernel import clock

MOST_COMPANIONS = 50


def companions_take() -> list[OutboxEvent]:
    """Other events of the running task's kind and organization that wait for their first try, held until its end.

    None where the running one was tried before: what failed runs alone, so that no bad event takes good ones down.
    """
    attempt = running_attempt()
    if attempt is None or not OutboxEvent.objects.filter(pk=attempt.event_id, attempts=1).exists():
        return []
    same = {"organization_id": attempt.organization_id, "task": attempt.handler}
    queued = Job.objects.filter(handler=attempt.handler, state=JobState.QUEUED, cancel_requested_at__isnull=True)
    waiting = OutboxEvent.objects.filter(**same, finished_at__isnull=True, attempts=0)
    waiting = waiting.order_by("due_at", "id").select_for_update(skip_locked=True)[:MOST_COMPANIONS]
    found = {event.id: event for event in waiting}
    return [found[key] for key in queued.filter(event_id__in=found).values_list("event_id", flat=True)]


def companions_end(events: Sequence[OutboxEvent]) -> None:
    """Mark the end of what was taken along: its effect stands in this transaction."""
    attempt = running_attempt()
    if attempt is None or not events:
        return
    now, keys = clock.now(), [event.id for event in events]
    OutboxEvent.objects.filter(pk__in=keys).update(attempts=1, process="", finished_at=now)
    jobs = Job.objects.filter(event_id__in=keys, handler=attempt.handler)
    jobs.update(state=JobState.DONE, attempts=1, started_at=now, finished_at=now)

"""The daily digest of what is overdue in the logs: one notice per owner and project, once a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db.models import Count

from pmo_site.jobs.models import JobRun
from pmo_site.jobs.runs import run_once
from pmo_site.kernel.evidence import RowReference
from pmo_site.notifications.services.notices import notice_give
from support_office.models import Action, Issue, Risk
from support_office.services.log_notices import OVERDUE

DAILY = "logs.overdue"
KINDS = {"risks": Risk, "issues": Issue, "actions": Action}


def overdue_tell_daily(*, day: date) -> JobRun | None:
    """Tell every owner what of theirs is overdue; once a day of the organization."""
    return run_once(DAILY, day.isoformat(), lambda: {"told": _tell(day)})


def _tell(day: date) -> int:
    found = overdue_by_owner(day)
    for (owner_id, project_id), counts in found.items():
        notice_give(
            kind=OVERDUE,
            people=[owner_id],
            subject=RowReference("projects.project", project_id),
            facts={name: str(counts[name]) for name in KINDS},
            once=day.isoformat(),
        )
    return len(found)


def overdue_by_owner(day: date) -> Mapping[tuple[UUID, UUID], Counter[str]]:
    """How much is overdue by owner and project; three queries, however many entries."""
    found: dict[tuple[UUID, UUID], Counter[str]] = {}
    for name, kind in KINDS.items():
        rows = kind._default_manager.filter(
            live_due_on__lt=day, owner__isnull=False, project__archived_at__isnull=True
        ).order_by()
        for row in rows.values("owner_id", "project_id").annotate(number=Count("pk")):
            found.setdefault((row["owner_id"], row["project_id"]), Counter())[name] = row["number"]
    return found

"""Reminders of reports: one of a kind per manager, project and period, however often they are asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from pmo_site.accounts.policy import Actor, require, system_actor
from pmo_site.accounts.rights import Right
from pmo_site.jobs.models import JobRun
from pmo_site.jobs.runs import run_once
from pmo_site.tenancy.context import require_organization_id
from projects.models import Project
from support_office.domain.reporting import Standing, is_time_to_remind
from support_office.models import ReportReminder
from support_office.models.schedule import ReminderKind
from support_office.selectors.owed import OwedRow, owed_rows
from support_office.selectors.schedules import organization_clock
from support_office.services.notices import reminder_give

DAILY = "reports.remind"


class Key(NamedTuple):
    """What makes two reminders the same."""

    project_id: UUID
    person_id: UUID
    due_on: date
    kind: str


@dataclass(frozen=True, slots=True)
class Reminded:
    """How many reminders were sent, how many had been before, and how many projects have nobody to remind."""

    sent: int
    before: int
    without_manager: int


def reports_remind(*, actor: Actor, project: Project | None = None) -> Reminded:
    """Remind the managers of every overdue report that the actor sees, or of one project's, once per period."""
    require(actor, Right.REPORT_REMIND)
    rows = [row for row in owed_rows(actor) if row.project == project or (project is None and row.is_owed)]
    with transaction.atomic():
        return _remind(rows, dict.fromkeys((row.project.pk for row in rows), ReminderKind.ASKED))


def reports_remind_daily(*, day: date) -> JobRun | None:
    """Remind managers two working days before a report is due and when it is late; once a day of the organization."""
    return run_once(DAILY, day.isoformat(), _daily)


def _daily() -> dict[str, object]:
    at = organization_clock()
    actor = system_actor(require_organization_id(), DAILY, frozenset({Right.PROJECT_VIEW}), today=at.today)
    rows = [row for row in owed_rows(actor) if is_time_to_remind(row.owed, at.calendar, today=at.today)]
    kinds = {
        row.project.pk: ReminderKind.SOON if row.owed.standing is Standing.OPEN else ReminderKind.LATE for row in rows
    }
    found = _remind(rows, kinds)
    return {"sent": found.sent, "before": found.before, "without_manager": found.without_manager}


def _remind(rows: Sequence[OwedRow], kinds: Mapping[UUID, ReminderKind]) -> Reminded:
    """Store what was not stored yet, and give a notice for each that was stored now."""
    wanted = [
        (row, Key(row.project.pk, row.manager.pk, row.owed.period.ends_on, kinds[row.project.pk].value))
        for row in rows
        if row.manager is not None
    ]
    stored = ReportReminder.objects.filter(project__in=[row.project for row, _key in wanted])
    known = {Key(*each) for each in stored.values_list("project_id", "person_id", "due_on", "kind")}
    new = [(row, key) for row, key in wanted if key not in known]
    for row, key in new:
        ReportReminder.objects.create(
            project_id=key.project_id, person_id=key.person_id, due_on=key.due_on, kind=key.kind
        )
        reminder_give(row, ReminderKind(key.kind))
    return Reminded(len(new), len(wanted) - len(new), len(rows) - len(wanted))

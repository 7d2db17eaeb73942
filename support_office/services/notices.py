"""What people are told about reports; each notice leads straight to what is to be done."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from pmo_site.accounts.policy import Actor
from pmo_site.kernel.evidence import RowReference
from pmo_site.notifications.services.notices import FACT_LENGTH, notice_give
from support_office.models import StatusReport
from support_office.models.schedule import ReminderKind
from support_office.selectors.deliveries import DISTRIBUTED, REPORT
from support_office.selectors.owed import OwedRow

PROJECT = "projects.project"
REMINDERS = {kind: f"support_office.report_{kind.value}" for kind in ReminderKind}
RETURNED, ACCEPTED = "support_office.report_returned", "support_office.report_accepted"


def reminder_give(row: OwedRow, kind: ReminderKind) -> None:
    """Tell the accountable manager that a report is due or late; the link opens the filled report."""
    if row.manager is None:
        return
    due_on = row.owed.period.ends_on.isoformat()
    notice_give(
        kind=REMINDERS[kind],
        people=[row.manager.pk],
        subject=RowReference(PROJECT, row.project.pk),
        facts={"due_on": due_on},
        url_name="support_office:new",
        url_parts={"project_id": str(row.project.pk)},
        once=due_on,
    )


def decision_give(*, actor: Actor, report: StatusReport, kind: str) -> None:
    """Tell who wrote and who submitted a report what the PMO decided about it."""
    people = {report.prepared_by_id, report.on_behalf_of_id, report.submitted_by_id} - {None, actor.person_id}
    facts = {"code": report.project.code}
    if kind == RETURNED:
        facts["reason"] = report.return_reason[:FACT_LENGTH]
    notice_give(
        kind=kind,
        people=[person_id for person_id in people if person_id is not None],
        subject=RowReference(REPORT, report.pk),
        facts=facts,
        once=str(report.version),
    )


def distribution_give(*, report: StatusReport, people: Iterable[UUID]) -> None:
    """Tell recipients of an accepted report, each once ever."""
    notice_give(
        kind=DISTRIBUTED,
        people=people,
        subject=RowReference(REPORT, report.pk),
        facts={"code": report.project.code, "until_on": report.period_to.isoformat()},
        once="distributed",
    )

"""Reads of who receives the reports of a project, and of what became of a report for each of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pmo_site.accounts.models import Person
from pmo_site.accounts.policy import Actor, may
from pmo_site.accounts.rights import Right
from pmo_site.kernel.evidence import RowReference
from pmo_site.notifications.selectors import told_about
from support_office.models import Delivery, Recipient, StatusReport
from support_office.models.recipient import Outcome

DISTRIBUTED, REPORT = "support_office.report_distributed", "support_office.statusreport"


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """One recipient of a report; `outcome` None waits to be told, moments that did not come are None.

    When somebody opened it is told only to who writes or judges the project's reports.
    """

    person: Person
    interest: str
    outcome: Outcome | None
    tried_at: datetime | None
    mailed_at: datetime | None
    opened_at: datetime | None

    @property
    def waits(self) -> bool:
        """Whether a further try could reach them."""
        return self.outcome is not Outcome.TOLD


def waiting_recipients(report: StatusReport) -> list[UUID]:
    """Recipients of the project whom the report has not reached."""
    reached = Delivery.objects.filter(report=report, outcome=Outcome.TOLD).values("person_id")
    waiting = Recipient.objects.filter(project_id=report.project_id).exclude(person_id__in=reached)
    return list(waiting.order_by("person_id").values_list("person_id", flat=True))


def delivery_lines(actor: Actor, report: StatusReport) -> list[DeliveryLine]:
    """Everybody who received the report or is to receive it, by reading."""
    follows = any(may(actor, right, report) for right in (Right.REPORT_WRITE, Right.REPORT_ACCEPT))
    tried = {row.person_id: row for row in Delivery.objects.filter(report=report).select_related("person")}
    listed = Recipient.objects.filter(project_id=report.project_id).select_related("person")
    wanted = {row.person_id: row for row in listed}
    people = {key: row.person for key, row in tried.items()} | {key: row.person for key, row in wanted.items()}
    told = told_about(RowReference(REPORT, report.pk), kind=DISTRIBUTED)
    lines = []
    for key, person in people.items():
        mailed_at, opened_at = told.get(key, (None, None))
        lines.append(
            DeliveryLine(
                person,
                wanted[key].interest if key in wanted else "",
                Outcome(tried[key].outcome) if key in tried else None,
                tried[key].tried_at if key in tried else None,
                mailed_at,
                opened_at if follows else None,
            )
        )
    return sorted(
        lines, key=lambda line: (line.person.family_name_reading, line.person.family_name, str(line.person.pk))
    )

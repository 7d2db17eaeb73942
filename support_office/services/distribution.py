"""Accepted reports go to the recipients of their project; what became of each one is kept."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from pmo_site.accounts.directory import member_choices
from pmo_site.accounts.policy import Actor, require
from pmo_site.accounts.rights import Right
from pmo_site.kernel import clock
from pmo_site.kernel.conflicts import FieldProblem, RuleError
from pmo_site.tenancy.versions import refuse_archived
from pmo_site.threads.selectors import people_who_see
from support_office.domain.report import ReportState
from support_office.models import Delivery, StatusReport
from support_office.models.recipient import Outcome
from support_office.selectors.deliveries import waiting_recipients
from support_office.services.notices import distribution_give


def report_distribute(*, actor: Actor, report: StatusReport) -> int:
    """Tell those recipients of an accepted report whom it has not reached; returns how many were reached now."""
    require(actor, Right.REPORT_WRITE, report)
    refuse_archived(report.project)
    if report.state != ReportState.ACCEPTED:
        raise RuleError([FieldProblem("", "not_accepted")])
    return report_deliver(actor=actor, report=report)


@transaction.atomic
def report_deliver(*, actor: Actor, report: StatusReport) -> int:
    """Tell every recipient who may see the report and keep what became of the others; nobody is told twice."""
    people = waiting_recipients(report)
    reached = set(people_who_see(actor, report.project).filter(pk__in=people).values_list("pk", flat=True))
    members = set(member_choices().filter(pk__in=people).values_list("pk", flat=True))
    now = clock.now()
    rows = [
        Delivery(report=report, person_id=key, outcome=_outcome(key, reached, members), tried_at=now) for key in people
    ]
    Delivery.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["organization", "report", "person"],
        update_fields=["outcome", "tried_at"],
    )
    distribution_give(report=report, people=reached)
    return len(reached)


def _outcome(key: UUID, reached: Collection[UUID], members: Collection[UUID]) -> Outcome:
    if key in reached:
        return Outcome.TOLD
    return Outcome.NOT_ALLOWED if key in members else Outcome.NO_ACCOUNT

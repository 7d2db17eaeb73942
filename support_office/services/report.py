"""Writes of status reports: the PSO may prepare them, the manager submits, the PMO accepts or returns."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction

from pmo_site.accounts.policy import Actor, require
from pmo_site.accounts.rights import Right
from pmo_site.jobs.outbox import ask
from pmo_site.kernel import clock
from pmo_site.kernel.conflicts import FieldProblem, RuleError
from pmo_site.tenancy.numbering import next_number
from pmo_site.tenancy.versions import refuse_archived, revise
from projects.models import Project
from projects.selectors import accountable_manager
from projects.services.behalf import act_on_behalf
from projects.services.project import HEALTH_TASK
from support_office.domain.report import Deed, ReportFacts, ReportState, after, submission_problems
from support_office.domain.reporting import Period
from support_office.models import StatusReport
from support_office.selectors.figures import report_figures
from support_office.selectors.schedules import Clock, due_moment, obligation_of, organization_clock, reported_until
from support_office.services.distribution import report_deliver
from support_office.services.notices import ACCEPTED, RETURNED, decision_give

AD_HOC_DAYS = 7


def report_create(*, actor: Actor, project: Project, values: Mapping[str, Any], submit: bool = False) -> StatusReport:
    """Write a new report for the period that is owed, as a draft or at once submitted."""
    require(actor, Right.REPORT_WRITE, project)
    at = organization_clock()
    period = period_to_report(project, at)
    with transaction.atomic():
        behalf = act_on_behalf(actor, project)
        report = StatusReport(
            project=project,
            number=next_number(f"report:{project.pk.hex}"),
            period_from=period.starts_on,
            period_to=period.ends_on,
            due_at=due_moment(project, period, at),
            prepared_by_id=actor.person_id,
            on_behalf_of_id=behalf,
            **values,
        )
        try:
            with transaction.atomic():
                report.save(force_insert=True)
        except IntegrityError as error:
            raise _as_rule(error) from error
        return report_submit(actor=actor, report=report, version=report.version) if submit else report


def report_revise(
    *, actor: Actor, report: StatusReport, version: int, values: Mapping[str, Any], submit: bool = False
) -> StatusReport:
    """Change a draft or a returned report that still stands at the version the caller read."""
    require(actor, Right.REPORT_WRITE, report)
    changed = {**values, "state": _next(report, Deed.REVISE)}
    with transaction.atomic():
        behalf = act_on_behalf(actor, report.project)
        if behalf is not None:
            changed |= {"prepared_by_id": actor.person_id, "on_behalf_of_id": behalf}
        revised = revise(report, version=version, values=changed)
        return report_submit(actor=actor, report=revised, version=revised.version) if submit else revised


def report_submit(*, actor: Actor, report: StatusReport, version: int) -> StatusReport:
    """Submit a report with the figures of its period as they stand now."""
    require(actor, Right.REPORT_SUBMIT, report)
    state = _next(report, Deed.SUBMIT)
    facts = ReportFacts(report.summary, report.overall, report.ask_text, report.ask_due_on)
    problems = list(submission_problems(facts))
    if problems:
        raise RuleError(problems)
    at = organization_clock()
    as_of = min(at.today, report.period_to)
    with transaction.atomic():
        act_on_behalf(actor, report.project)
        values = {
            "state": state,
            "figures": report_figures(report.project, since=report.period_from, as_of=as_of),
            "submitted_by_id": actor.person_id,
            "submitted_at": clock.now(),
            "returned_by_id": None,
            "return_reason": "",
        }
        return _stored(report, version, values)


def report_accept(*, actor: Actor, report: StatusReport, version: int) -> StatusReport:
    """Accept a report: from then on it stands for good, whatever changes later, and goes to its recipients."""
    require(actor, Right.REPORT_ACCEPT, report)
    refuse_archived(report.project)
    if is_own(actor, report):
        raise RuleError([FieldProblem("", "own_report")])
    values = {
        "state": _next(report, Deed.ACCEPT),
        "accepted_by_id": actor.person_id,
        "accepted_at": clock.now(),
    }
    with transaction.atomic():
        accepted = _stored(report, version, values)
        decision_give(actor=actor, report=accepted, kind=ACCEPTED)
        report_deliver(actor=actor, report=accepted)
        return accepted


def report_return(*, actor: Actor, report: StatusReport, version: int, reason: str) -> StatusReport:
    """Return a report to its writers with what has to change."""
    require(actor, Right.REPORT_ACCEPT, report)
    refuse_archived(report.project)
    if not reason.strip():
        raise RuleError([FieldProblem("reason", "reason_needed")])
    values = {
        "state": _next(report, Deed.RETURN),
        "returned_by_id": actor.person_id,
        "return_reason": reason.strip(),
    }
    with transaction.atomic():
        returned = _stored(report, version, values)
        decision_give(actor=actor, report=returned, kind=RETURNED)
        return returned


def is_own(actor: Actor, report: StatusReport) -> bool:
    """Whether a report is the actor's own: written, submitted or answered for by them."""
    manager = accountable_manager(actor, report.project)
    own = {report.prepared_by_id, report.on_behalf_of_id, report.submitted_by_id, manager.pk if manager else None}
    return actor.person_id is None or actor.person_id in own


def period_to_report(project: Project, at: Clock) -> Period:
    """The period of the next report: the one that is owed; where none is asked for, all days since the last one."""
    owed = obligation_of(project, at)
    if owed is not None:
        return owed.period
    until = reported_until([project.pk]).get(project.pk)
    first = until + timedelta(days=1) if until else at.today - timedelta(days=AD_HOC_DAYS - 1)
    if first > at.today:
        raise RuleError([FieldProblem("", "already_reported")])
    return Period(first, at.today)


def _next(report: StatusReport, deed: Deed) -> ReportState:
    state = after(ReportState(report.state), deed)
    if state is None:
        raise RuleError([FieldProblem("", "not_open")])
    return state


def _stored(report: StatusReport, version: int, values: Mapping[str, Any]) -> StatusReport:
    revised = revise(report, version=version, values=values)
    ask(HEALTH_TASK, organization_id=report.organization_id, project_id=str(report.project_id))
    return revised


def _as_rule(error: IntegrityError) -> RuleError:
    if "report_period_once" in str(error):
        return RuleError([FieldProblem("", "already_reported")])
    raise error

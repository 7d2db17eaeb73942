"""Writes of answers: the PMO records that the board answered an ask; the report itself never changes."""

from __future__ import annotations

from django.db import transaction

from pmo_site.accounts.policy import Actor, require
from pmo_site.accounts.rights import Right
from pmo_site.kernel import clock
from pmo_site.kernel.conflicts import FieldProblem, RuleError
from pmo_site.tenancy.versions import refuse_archived
from support_office.domain.report import PUBLIC_STATES
from support_office.models import AskAnswer, StatusReport
from support_office.services.report import is_own


def ask_answer(*, actor: Actor, report: StatusReport) -> AskAnswer:
    """Record that the ask of a report was answered; recorded twice it is the same answer."""
    require(actor, Right.REPORT_ACCEPT, report)
    refuse_archived(report.project)
    if not report.ask_text or report.state not in PUBLIC_STATES:
        raise RuleError([FieldProblem("", "not_open")])
    if is_own(actor, report):
        raise RuleError([FieldProblem("", "own_report")])
    with transaction.atomic():
        facts = {"answered_by_id": actor.person_id, "answered_at": clock.now()}
        answer, _new = AskAnswer.objects.get_or_create(report=report, defaults=facts)
        return answer


def ask_reopen(*, actor: Actor, report: StatusReport) -> None:
    """Take a recorded answer back: the ask waits again. History keeps that it was recorded."""
    require(actor, Right.REPORT_ACCEPT, report)
    refuse_archived(report.project)
    if is_own(actor, report):
        raise RuleError([FieldProblem("", "own_report")])
    with transaction.atomic():
        for answer in AskAnswer.objects.filter(report=report):
            answer.delete()

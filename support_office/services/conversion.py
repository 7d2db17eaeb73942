"""Turning a risk into an issue in one step, and back."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from pmo_site.accounts.policy import Actor, require
from pmo_site.kernel.conflicts import FieldProblem, RuleError
from support_office.domain.logs import LIVE_RISKS, RiskState
from support_office.models import Issue, Risk
from support_office.selectors.logs import issue_of
from support_office.services.entries import KEEPS, entry_delete, entry_undelete
from support_office.services.risk import risk_revise, state_before


@transaction.atomic
def risk_convert(*, actor: Actor, risk: Risk, version: int) -> tuple[Issue, bool]:
    """A risk has occurred: it becomes an issue that keeps the link, and whether it was made now.

    Asked again, the same issue comes back. Deleting the issue undoes the step.
    """
    require(actor, KEEPS, risk)
    found = issue_of(risk)
    if found is not None:
        return found, False
    if risk.state not in LIVE_RISKS:
        raise RuleError([FieldProblem("", "not_live")])
    revised = risk_revise(actor=actor, risk=risk, version=version, values={"state": RiskState.OCCURRED.value})
    made = issue_of(revised)
    assert made is not None  # noqa: S101  a risk that occurs becomes an issue
    return made, True


@transaction.atomic
def issue_delete(*, actor: Actor, issue: Issue, version: int) -> None:
    """Delete an issue; the risk that it was is again what it was before it occurred."""
    entry_delete(issue, actor=actor, version=version)
    risk = issue.risk
    if risk is not None and risk.state == RiskState.OCCURRED:
        risk_revise(actor=actor, risk=risk, version=risk.version, values={"state": state_before(risk)})


@transaction.atomic
def issue_undelete(*, actor: Actor, issue_id: UUID) -> Issue | None:
    """Bring a deleted issue back; the risk that it was has occurred again."""
    issue = entry_undelete(Issue, issue_id, actor=actor)
    if issue is not None and issue.risk is not None and issue.risk.state in LIVE_RISKS:
        values = {"state": RiskState.OCCURRED.value}
        risk_revise(actor=actor, risk=issue.risk, version=issue.risk.version, values=values)
    return issue

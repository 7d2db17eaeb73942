"""Anybody raises, those who keep the logs accept, merge or return with a reason."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.db import transaction

from pmo_site.accounts.policy import Actor, require
from pmo_site.accounts.rights import Right
from pmo_site.kernel.conflicts import FieldProblem, RuleError
from pmo_site.notifications.services.notices import notice_withdraw
from pmo_site.resources.services.records import record_store
from pmo_site.tenancy.versions import refuse_archived, revise
from projects.models import Project
from projects.services.behalf import act_on_behalf
from support_office.domain.logs import RiskState
from support_office.models import Issue, Risk
from support_office.selectors.logs import merge_target
from support_office.services.entries import KEEPS, SEES, entry_number, health_ask
from support_office.services.log_notices import RETURNED, TAKEN, raiser_tell, triage_tell

Raised = TypeVar("Raised", bound=Risk | Issue)
_RAISED, _OPEN, _RETURNED, _MERGED = (
    state.value for state in (RiskState.RAISED, RiskState.OPEN, RiskState.RETURNED, RiskState.MERGED)
)
"""Risks and issues share the words of triage."""


@transaction.atomic
def entry_raise(
    *, actor: Actor, project: Project, kind: type[Raised], title: str, happens: str, concern: str
) -> Raised:
    """Raise a risk or an issue in one's own words; it waits for those who keep the project's logs."""
    require(actor, Right.RISK_RAISE, project)
    refuse_archived(project)
    happened = {"cause": happens} if kind is Risk else {"description": happens}
    entry = kind(
        project=project, title=title, effect=concern, state=_RAISED, raised_by_id=actor.person_id,
        raised_on=actor.today, **happened,
    )  # fmt: skip
    entry_number(entry)
    entry.settle()
    stored = record_store(entry, actor=actor, sees=SEES)
    triage_tell(actor=actor, entry=stored)
    return stored


@transaction.atomic
def entry_accept(*, actor: Actor, entry: Raised, version: int) -> Raised:
    """Take a raised entry into the log."""
    accepted = _decided(actor, entry, version, {"state": _OPEN})
    raiser_tell(actor=actor, entry=accepted, kind=TAKEN)
    health_ask(accepted)
    return accepted


@transaction.atomic
def entry_return(*, actor: Actor, entry: Raised, version: int, reason: str) -> Raised:
    """Return a raised entry with a reason that whoever raised it reads."""
    if not reason.strip():
        raise RuleError([FieldProblem("reason", "return_reason_needed")])
    returned = _decided(actor, entry, version, {"state": _RETURNED, "return_reason": reason.strip()})
    raiser_tell(actor=actor, entry=returned, kind=RETURNED, reason=reason.strip())
    return returned


@transaction.atomic
def entry_merge(*, actor: Actor, entry: Raised, version: int, into: UUID) -> Raised:
    """Merge a raised entry into a live one of the same project that says the same; both stay readable."""
    target = merge_target(entry, into)
    if target is None or target.pk == entry.pk:
        raise RuleError([FieldProblem("into", "not_mergeable")])
    merged = _decided(actor, entry, version, {"state": _MERGED, "merged_into_id": target.pk})
    raiser_tell(actor=actor, entry=merged, kind=TAKEN)
    return merged


@transaction.atomic
def entry_reraise(*, actor: Actor, entry: Raised, version: int) -> Raised:
    """Take a decision of triage back: the entry waits again, and what was told of it unread is told no more."""
    require(actor, KEEPS, entry)
    refuse_archived(entry.project)
    act_on_behalf(actor, entry.project)
    kind = RETURNED if entry.state == _RETURNED else TAKEN
    values: dict[str, object] = {"state": _RAISED, "return_reason": "", "merged_into_id": None}
    entry.state = _RAISED
    waiting = revise(entry, version=version, values={**values, **entry.settle()})
    notice_withdraw(kind=kind, subject_id=entry.pk, once=str(version))
    health_ask(waiting)
    return waiting


def _decided(actor: Actor, entry: Raised, version: int, values: dict[str, object]) -> Raised:
    require(actor, KEEPS, entry)
    if entry.state != _RAISED:
        raise RuleError([FieldProblem("", "triaged_already")])
    act_on_behalf(actor, entry.project)
    entry.state = str(values["state"])
    return revise(entry, version=version, values={**values, **entry.settle()})

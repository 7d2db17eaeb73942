"""The steps of every write of a log's entry: numbered, settled, named on behalf, told to its owner and to health."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from pmo_site.accounts.numbering import code_take
from pmo_site.accounts.policy import Actor, may, require
from pmo_site.accounts.rights import Right
from pmo_site.jobs.outbox import ask
from pmo_site.kernel.conflicts import FieldProblem, RuleError
from pmo_site.resources.services.records import record_change, record_delete, record_store, record_undelete
from pmo_site.tenancy.context import step
from pmo_site.tenancy.versions import refuse_archived
from projects.models import Project
from projects.services.behalf import act_in_own_name, act_on_behalf
from projects.services.project import HEALTH_TASK
from support_office.models.log import LogEntry
from support_office.services.log_notices import owner_tell

SEES, KEEPS = Right.PROJECT_VIEW, Right.RISK_CHANGE
LETTERS = {"risk": "R", "issue": "I", "action": "A"}
Entry = TypeVar("Entry", bound=LogEntry)


def entry_store(entry: Entry, *, actor: Actor) -> Entry:
    """Store a new entry under the organization's next number of its kind."""
    refuse_archived(entry.project)
    with step():
        entry_number(entry)
        stored = record_store(entry, actor=actor, sees=SEES)
        owner_tell(actor=actor, entry=stored, before=None)
        health_ask(stored)
    return stored


def entry_number(entry: LogEntry) -> None:
    """Give a new entry the organization's next number of its kind, and the code that shows it."""
    entry.number, entry.code = code_take(str(entry._meta.model_name))


def entry_change(
    entry: Entry,
    *,
    actor: Actor,
    version: int,
    values: Mapping[str, Any],
    owner_before: UUID | None,
    is_own_work: bool = False,
) -> Entry:
    """Store an entry's new values at the version that was read; one's own work is done on nobody's behalf."""
    with transaction.atomic():
        if is_own_work:
            act_in_own_name(entry.project)
        else:
            act_on_behalf(actor, entry.project)
        revised = record_change(entry, actor=actor, sees=SEES, version=version, values=values)
        owner_tell(actor=actor, entry=revised, before=owner_before)
        health_ask(revised)
    return revised


def entry_delete(entry: LogEntry, *, actor: Actor, version: int) -> None:
    """Delete an entry; history keeps it. What others were made from stays."""
    require(actor, KEEPS, entry)
    with transaction.atomic():
        act_on_behalf(actor, entry.project)
        record_delete(entry, version=version)
        health_ask(entry)


def entry_undelete(kind: type[Entry], entry_id: UUID, *, actor: Actor) -> Entry | None:
    """Bring a deleted entry back under its old id and number."""
    with transaction.atomic():
        entry = record_undelete(kind, entry_id, actor=actor, sees=SEES, asks=KEEPS)
        if entry is not None:
            act_on_behalf(actor, entry.project)
            health_ask(entry)
    return entry


def refuse_money(actor: Actor, record: Project | LogEntry, values: Mapping[str, Any], names: frozenset[str]) -> None:
    """Amounts are written by those who may see them."""
    if names & set(values) and not may(actor, Right.MONEY_VIEW, record):
        raise PermissionDenied(str(Right.MONEY_VIEW))


def refuse(problems: list[FieldProblem]) -> None:
    """Raise what is wrong, if anything is."""
    if problems:
        raise RuleError(problems)


def future_problems(entry: LogEntry, actor: Actor, *names: str) -> list[FieldProblem]:
    """What is written down as having happened does not lie in the future."""
    return [
        FieldProblem(name, "actual_in_future")
        for name in names
        if (day := getattr(entry, name)) is not None and day > actor.today
    ]


def health_ask(entry: LogEntry) -> None:
    """Let the project's light follow."""
    ask(HEALTH_TASK, organization_id=entry.organization_id, project_id=str(entry.project_id))

"""What people are told about entries of the logs."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from pmo_site.accounts.policy import Actor
from pmo_site.accounts.rights import Right
from pmo_site.accounts.roles import project_roles_with
from pmo_site.kernel.evidence import RowReference
from pmo_site.notifications.services.notices import FACT_LENGTH, notice_give, notice_withdraw
from projects.models import ProjectMember
from support_office.models import Action, Issue, Risk
from support_office.models.log import LogEntry

OWNER = "support_office.log_owner"
TRIAGE = "support_office.log_triage"
RETURNED = "support_office.log_returned"
TAKEN = "support_office.log_taken"
OVERDUE = "support_office.log_overdue"
FINISHED = "support_office.log_finished"


def reference(entry: LogEntry) -> RowReference:
    """An entry as notices and reasons name it."""
    return RowReference(f"support_office.{entry._meta.model_name}", entry.pk)


def owner_tell(*, actor: Actor, entry: LogEntry, before: UUID | None) -> None:
    """Tell somebody that they answer for an entry now; whoever takes it themselves knows."""
    if entry.owner_id is not None and entry.owner_id not in {before, actor.person_id}:
        notice_give(kind=OWNER, people=[entry.owner_id], subject=reference(entry), once=str(entry.version))


def triage_tell(*, actor: Actor, entry: Risk | Issue) -> None:
    """Tell those who keep the project's logs that an entry waits for them."""
    notice_give(
        kind=TRIAGE,
        people=_other_keepers(actor, entry),
        subject=reference(entry),
        facts={"project": entry.project.code},
        url_name="support_office:triage:queue",
        once="raised",
    )


def finish_tell(*, actor: Actor, action: Action) -> None:
    """Tell those who keep the project's log that the owner of an action has done it, and what came of it."""
    notice_give(
        kind=FINISHED,
        people=_other_keepers(actor, action),
        subject=reference(action),
        facts={
            "project": action.project.code,
            "owner_person": str(action.owner_id),
            "result": action.result[:FACT_LENGTH],
        },
        once=str(action.version),
    )


def finish_untell(*, action_id: UUID, version: int) -> None:
    """Take back what was told of an action that is open again, as far as nobody knows it yet."""
    notice_withdraw(kind=FINISHED, subject_id=action_id, once=str(version))


def raiser_tell(*, actor: Actor, entry: Risk | Issue, kind: str, **facts: str) -> None:
    """Tell whoever raised an entry what became of it."""
    people: Iterable[UUID] = [entry.raised_by_id] if entry.raised_by_id not in {None, actor.person_id} else []
    shown = {name: value[:FACT_LENGTH] for name, value in facts.items()}
    notice_give(kind=kind, people=people, subject=reference(entry), facts=shown, once=str(entry.version))


def _other_keepers(actor: Actor, entry: LogEntry) -> set[UUID]:
    """Who keeps the project's logs today, without whoever acts."""
    today = actor.today
    keepers = ProjectMember.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=today),
        project_id=entry.project_id,
        role__in=project_roles_with(Right.RISK_CHANGE),
        starts_on__lte=today,
    ).values_list("person_id", flat=True)
    return {person_id for person_id in keepers if person_id is not None} - {actor.person_id}

"""Reads of actions that are overdue: what somebody above the project sees beside what it is asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language

from pmo_site.accounts.asking import AskedByActor
from pmo_site.accounts.policy import Actor
from pmo_site.accounts.selectors import organization_settings
from pmo_site.audit.history import event_model
from pmo_site.resources.decisions import Decision
from projects.models import Project
from support_office.domain.logs import LIVE_ACTIONS
from support_office.models import Action
from support_office.selectors.schedules import end_of

_NOBODY = UUID(int=0)


def overdue_actions(actor: Actor, *, as_of: date | None = None) -> list[Any]:
    """Live actions past their day on projects that the actor may see; on a past day as they were written down then."""
    over = as_of and end_of(as_of, ZoneInfo(organization_settings().time_zone))
    return _OVERDUE.all(actor, day=as_of or actor.today, over=over)


def _overdue(actor: Actor, *, day: date, over: datetime | None = None) -> QuerySet[Any]:
    projects = Project.objects.visible_to(actor).current()
    kept = Action.objects.get_queryset() if over is None else _then(over)
    rows = kept.filter(project__in=projects, state__in=LIVE_ACTIONS, due_on__lt=day)
    return rows.select_related("project", "owner", "risk", "issue")


_OVERDUE = AskedByActor(_overdue)


def _then(over: datetime) -> QuerySet[Any]:
    """The newest record of each action before a moment, from its history."""
    events = event_model(Action)._default_manager
    newest = events.filter(pgh_created_at__lt=over).order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
    return events.filter(pk__in=newest.values("pk")).exclude(pgh_label="delete")


def overdue_decisions(actor: Actor, slug: str, as_of: date | None) -> Iterable[Decision]:
    """Overdue actions with who is to do them and what they were made for."""
    language = get_language() or "ja"
    address = reverse("actions:detail", kwargs={"slug": slug, "action_id": _NOBODY})
    for row in overdue_actions(actor, as_of=as_of):
        key = str(row.id)
        yield Decision(
            kind="action",
            project_id=row.project_id,
            project_code=row.project.code,
            project_name=row.project.name,
            text=row.title,
            due_on=row.due_on,
            owner=row.owner.display(language) if row.owner else "",
            why=_why(row),
            source=row.code,
            url=address.replace(str(_NOBODY), key),
            key=key,
        )


def _why(row: Any) -> str:  # noqa: ANN401  an action, or its record of a past day
    """What the action was made for: the risk or the issue behind it, else its note."""
    made_from = row.risk or row.issue
    if made_from is not None:
        return str(made_from)
    first: str = row.note.strip().partition("\n")[0]
    return first

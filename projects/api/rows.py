"""Records as plain dictionaries; what a reader may not see is absent, not null."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import models
from django.utils.translation import get_language

from pmo_site.accounts.models import Person
from pmo_site.accounts.selectors import names_of_users
from pmo_site.audit.history import Change, Difference, history_of
from pmo_site.ui.history import actor_name
from projects.api.shapes import OWN_FIELDS
from projects.models import Milestone, Project, ProjectMember
from projects.models.project import MONEY_FIELDS
from projects.views.parts import manager_of

_MILESTONE = ("id", "version", "project_id", "name", "baseline_on", "forecast_on", "actual_on", "weight", "slip_days",
              "created_at", "updated_at")  # fmt: skip
_MEMBER = ("id", "version", "project_id", "person_id", "role", "starts_on", "ends_on", "allocation", "created_at",
           "updated_at")  # fmt: skip


def project_body(project: Project, *, sees_money: bool) -> dict[str, Any]:
    """A project's own fields: what its version, and so its ETag, speaks for."""
    names = (*OWN_FIELDS, *MONEY_FIELDS) if sees_money else OWN_FIELDS
    return {name: getattr(project, name) for name in names}


def project_row(project: Project, *, sees_money: bool, only: Collection[str] | None = None) -> dict[str, Any]:
    """A project in a list, with the names of its department and its manager of today; only some fields if asked."""
    manager = manager_of(project)
    row = project_body(project, sees_money=sees_money) | {
        "department_name": project.department.name if project.department else None,
        "manager_id": manager.pk if manager else None,
        "manager_name": person_words(manager) if manager else None,
    }
    return row if only is None else {name: row[name] for name in only if name in row}


def milestone_body(milestone: Milestone) -> dict[str, Any]:
    """A milestone's own fields."""
    return {name: getattr(milestone, name) for name in _MILESTONE}


def member_body(member: ProjectMember) -> dict[str, Any]:
    """A role's own fields."""
    return {name: getattr(member, name) for name in _MEMBER}


def member_row(member: ProjectMember) -> dict[str, Any]:
    """A role in a list, with the person's name."""
    return {**member_body(member), "person_name": person_words(member.person)}


def person_words(person: Person) -> str:
    """A person's name in the reader's language."""
    return person.display(get_language() or "ja")


def history_rows(record: models.Model, *, hidden: Collection[str], limit: int) -> list[dict[str, Any]]:
    """What happened to a record, newest first; hidden fields are absent."""
    changes = history_of(record, hidden=hidden, limit=limit)
    users = names_of_users({change.context["user"] for change in changes if "user" in change.context})
    labels = {str(field.column): str(field.verbose_name) for field in record._meta.concrete_fields}
    return [
        {
            "at": change.at,
            "action": change.label,
            "actor_id": _actor_id(change),
            "actor_name": actor_name(change, users),
            "version": change.version,
            "changes": [_difference(each, labels) for each in change.differences],
        }
        for change in changes
    ]


def _actor_id(change: Change) -> str | None:
    return None if "system" in change.context else change.context.get("user")


def _difference(difference: Difference, labels: dict[str, str]) -> dict[str, Any]:
    return {
        "field": difference.field,
        "label": labels.get(difference.field, difference.field),
        "before": difference.before,
        "after": difference.after,
    }

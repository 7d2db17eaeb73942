"""Single grants of the whole organization: who holds what on which project, given by whom and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.http import QueryDict

from pmo_site.accounts.models import Membership, Person
from pmo_site.accounts.policy import Actor, visible
from pmo_site.accounts.rights import RIGHT_LABELS, Right
from pmo_site.accounts.selectors import names_of_users
from pmo_site.audit.history import event_model
from pmo_site.tenancy.keyset import KeysetPage, Order
from pmo_site.ui.paging import page_asked
from projects.models import Project, ProjectGrant

PAGE_SIZE = 50
MOST_EVENTS = 200
NEWEST = Order("id", descending=True)


@dataclass(frozen=True, slots=True)
class GrantLine:
    """A single grant in words; who gave it stands in its history."""

    grant_id: int
    person: Person
    project: Project
    right: Right
    label: str
    given_at: datetime | None
    given_by: str


@dataclass(frozen=True, slots=True)
class HeldGrant:
    """A single grant as its withdrawal needs it."""

    right: Right
    membership: Membership


def grants_page(actor: Actor, query: QueryDict) -> tuple[KeysetPage[ProjectGrant], list[GrantLine]]:
    """Grants on projects whose grants the actor manages, newest first; four queries."""
    page = page_asked(grants_managed(actor), NEWEST, query, size=PAGE_SIZE)
    return page, grant_lines(page.rows)


def grants_managed(actor: Actor) -> models.QuerySet[ProjectGrant]:
    """Grants on projects whose grants the actor manages."""
    projects = visible(actor, Right.GRANTS_MANAGE, Project.objects.all())
    rows = ProjectGrant._default_manager.filter(organization_id=actor.organization_id, content_object__in=projects)
    return rows.select_related("permission", "content_object")


def grant_count(actor: Actor) -> int:
    """How many single grants there are."""
    return ProjectGrant._default_manager.filter(organization_id=actor.organization_id).count()


def find_granted_project(actor: Actor, *, grant_id: int, **_others: object) -> Project | None:
    """The project of the grant that an address names."""
    rows = Project.objects.visible_to(actor)
    return rows.filter(grants__pk=grant_id).first()


def grant_get(grant_id: int) -> HeldGrant | None:
    """A grant with the membership that holds it."""
    row = ProjectGrant._default_manager.filter(pk=grant_id).select_related("permission").first()
    if row is None:
        return None
    membership = Membership.objects.filter(user_id=row.user_id).select_related("user").first()
    return HeldGrant(Right[row.permission.codename.upper()], membership) if membership else None


def grant_lines(rows: Sequence[ProjectGrant]) -> list[GrantLine]:
    """Grants in words, with who gave them; three queries."""
    people = {
        row.user_id: row.person
        for row in Membership.objects.filter(user_id__in=[row.user_id for row in rows]).select_related("person")
    }
    events = event_model(ProjectGrant)._default_manager.filter(pgh_label="insert", pgh_obj_id__in=[r.pk for r in rows])
    given = {
        key: (at, context or {})
        for key, at, context in events.values_list("pgh_obj_id", "pgh_created_at", "pgh_context")
    }
    names = names_of_users({context["user"] for _at, context in given.values() if "user" in context})
    lines = []
    for row in rows:
        at, context = given.get(row.pk, (None, {}))
        right = Right[row.permission.codename.upper()]
        by = names.get(context.get("user", ""), "")
        lines.append(
            GrantLine(row.pk, people[row.user_id], row.content_object, right, str(RIGHT_LABELS[right]), at, by)
        )
    return lines


@dataclass(frozen=True, slots=True)
class GrantEvent:
    """A right that was given or withdrawn: to whom, when, by whom, and whether a program did it."""

    at: datetime
    is_given: bool
    right: Right
    person: Person
    by: str
    by_token: bool


def grant_history(project: Project) -> list[GrantEvent]:
    """What was granted and withdrawn on a project whose grants the caller manages, newest first; three queries."""
    events = event_model(ProjectGrant)._default_manager.filter(
        content_object_id=project.pk, pgh_label__in=("insert", "delete")
    )
    told = ("pgh_created_at", "pgh_label", "pgh_context", "user_id", "permission__codename")
    rows = list(events.order_by("-pgh_id").values(*told)[:MOST_EVENTS])
    members = Membership.objects.filter(user_id__in={row["user_id"] for row in rows}).select_related("person")
    people = {membership.user_id: membership.person for membership in members}
    contexts = [row["pgh_context"] or {} for row in rows]
    names = names_of_users({each["user"] for each in contexts if "user" in each})
    return [
        GrantEvent(
            at=row["pgh_created_at"],
            is_given=row["pgh_label"] == "insert",
            right=Right[row["permission__codename"].upper()],
            person=people[row["user_id"]],
            by=names.get(context.get("user", ""), ""),
            by_token="token" in context,
        )
        for row, context in zip(rows, contexts, strict=True)
    ]

"""Reads of portfolios and programs: which projects stand in them on a day."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from pmo_site.accounts.policy import Actor, may
from pmo_site.accounts.rights import Right
from pmo_site.resources.listing import listing
from pmo_site.resources.models import SavedView
from pmo_site.resources.resource import resource_named
from portfolio.models import Placement, Portfolio, Program
from projects.models import Project
from projects.models.project import ProjectQuerySet

Group = Portfolio | Program


def find_portfolio(actor: Actor, *, portfolio_id: UUID, **_others: object) -> Portfolio | None:
    """The portfolio that an address names, if the actor may see portfolios."""
    return Portfolio.objects.filter(pk=portfolio_id).first() if may(actor, Right.PORTFOLIO_VIEW) else None


def find_program(actor: Actor, *, program_id: UUID, **_others: object) -> Program | None:
    """The program that an address names, if the actor may see programs."""
    return Program.objects.filter(pk=program_id).first() if may(actor, Right.PORTFOLIO_VIEW) else None


def placed_on(day: date) -> Q:
    """Placements that hold on a day."""
    return Q(starts_on__lte=day) & (Q(ends_on__isnull=True) | Q(ends_on__gte=day))


def group_condition(actor: Actor, group: Group, day: date, *, fiscal_start: int) -> Q:
    """The projects that stand in a group on a day: placed in it, in its programs, or met by its saved view."""
    places = Placement.objects.filter(placed_on(day))
    if isinstance(group, Program):
        return Q(pk__in=places.filter(program=group).values("project_id"))
    within = Q(portfolio=group) | Q(program__portfolio=group)
    found = Q(pk__in=places.filter(within).values("project_id"))
    if group.view_id:
        found |= Q(pk__in=_viewed(actor, group, fiscal_start).values("pk"))
    return found


def _viewed(actor: Actor, group: Portfolio, fiscal_start: int) -> QuerySet[Project]:
    """The rows of the saved view, as whoever looks may see them."""
    resource = resource_named("projects")
    view = group.view
    if resource is None or view is None:
        return Project.objects.none()
    return listing(resource, actor, view.query, owner=None, fiscal_start=fiscal_start).rows()


def group_projects(
    actor: Actor, group: Group, *, day: date, fiscal_start: int, right: Right = Right.PROJECT_VIEW
) -> ProjectQuerySet:
    """The current projects of a group that the actor may see."""
    condition = group_condition(actor, group, day, fiscal_start=fiscal_start)
    return Project.objects.visible_to(actor, right).current().filter(condition)


def places_of(actor: Actor, project: Project) -> list[Placement]:
    """Where a project stands today."""
    rows = Placement.objects.filter(placed_on(actor.today), project=project)
    return list(rows.select_related("program__portfolio", "portfolio").order_by("starts_on"))


def portfolio_choices() -> QuerySet[Portfolio]:
    """Portfolios to choose from."""
    return Portfolio.objects.order_by("code")


def program_choices() -> QuerySet[Program]:
    """Programs to choose from."""
    return Program.objects.order_by("code")


def view_choices() -> QuerySet[SavedView]:
    """Shared views of projects: what a portfolio can be made of."""
    return SavedView.objects.filter(register="projects", is_shared=True).order_by("name")

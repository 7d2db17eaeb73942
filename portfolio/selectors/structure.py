"""Reads of portfolios and programs: which projects stand in them on a day, and what they come to together."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Max, Min, Q, QuerySet

from pmo_site.accounts.policy import Actor
from pmo_site.accounts.rights import Right
from pmo_site.kernel.evidence import Level
from pmo_site.kernel.money import Money
from pmo_site.resources.listing import listing
from pmo_site.resources.models import SavedView
from pmo_site.resources.resource import resource_named
from portfolio.domain.health import ProjectLight, rollup
from portfolio.models import Placement, Portfolio, Program
from portfolio.selectors.health import WORST_FIRST, health_list
from projects.models import Project
from projects.models.project import ProjectQuerySet

Group = Portfolio | Program


@dataclass(frozen=True, slots=True)
class GroupTotals:
    """What the projects of a group come to, over what the viewer may see.

    `left_out` counts projects that the viewer may not see, `hidden` those whose money is closed to them, `unknown`
    those without a budget; `starts_on` and `finishes_on` span the known dates.
    """

    projects: int
    left_out: int
    levels: tuple[tuple[str, int], ...]
    unjudged: int
    budgets: tuple[Money, ...]
    unknown: int
    hidden: int
    starts_on: date | None
    finishes_on: date | None


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


def group_totals(actor: Actor, group: Group, *, day: date, fiscal_start: int) -> GroupTotals:
    """Counts, money and dates of a group, summed at read; five queries, however many projects."""
    seen = group_projects(actor, group, day=day, fiscal_start=fiscal_start)
    every = Project.objects.current().filter(group_condition(actor, group, day, fiscal_start=fiscal_start)).count()
    budgets = {row.pk: row for row in seen.only("id", "latest_budget", "currency")}
    money = group_projects(actor, group, day=day, fiscal_start=fiscal_start, right=Right.MONEY_VIEW)
    opened = set(money.values_list("pk", flat=True))
    lights = dict(
        health_list(actor).filter(project__in=seen.values("pk")).order_by().values_list("project_id", "overall")
    )
    span = seen.aggregate(first=Min("baseline_start"), forecast=Max("forecast_finish"), promised=Max("baseline_finish"))
    known = [
        ProjectLight(
            key,
            Level(lights.get(key, Level.GREY)),
            Money(row.latest_budget, row.currency) if row.latest_budget is not None else None,
        )
        for key, row in budgets.items()
        if key in opened
    ]
    summed = rollup(known)
    counts = Counter(lights.values())
    return GroupTotals(
        projects=len(budgets),
        left_out=every - len(budgets),
        levels=tuple((level.value, counts[level.value]) for level in WORST_FIRST),
        unjudged=len(budgets) - len(lights),
        budgets=_added([amount for each in summed.money.values() for amount in each.sums]),
        unknown=sum(each.unknown for each in summed.money.values()),
        hidden=len(budgets) - len(known),
        starts_on=span["first"],
        finishes_on=max((each for each in (span["forecast"], span["promised"]) if each), default=None),
    )


def _added(amounts: list[Money]) -> tuple[Money, ...]:
    """One sum per currency; currencies are never added to each other."""
    currencies = sorted({amount.currency for amount in amounts})
    return tuple(
        Money(sum((each.amount for each in amounts if each.currency == currency), Decimal(0)), currency)
        for currency in currencies
    )


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

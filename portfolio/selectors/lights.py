"""Every light that the viewer may see in one reading: what the figures over many projects are made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from pmo_site.accounts.asking import AskedByActor
from pmo_site.accounts.policy import Actor
from pmo_site.accounts.rights import Right
from pmo_site.kernel.evidence import Dimension, Level
from pmo_site.kernel.money import Money
from portfolio.domain.budgets import BudgetFigure
from portfolio.domain.health import Movement, ProjectLight, movements, reasons_kept, rollup
from portfolio.selectors.health import WORST_FIRST, Counts, budget_told, counts_of
from portfolio.selectors.newest import Narrowing, asked_with, newest_lights_written
from projects.models import Project


@dataclass(frozen=True, slots=True)
class LightRow:
    """A project's level with its names and, where the viewer may see it, its money; `budget` None is closed."""

    project: UUID
    code: str
    name: str
    department: UUID | None
    department_name: str
    level: Level
    known: frozenset[str]
    budget: BudgetFigure | None
    day: date
    at: datetime


@dataclass(frozen=True, slots=True)
class Move:
    """A project whose level changed."""

    row: LightRow
    before: Level | None
    after: Level | None


@dataclass(frozen=True, slots=True)
class Moves:
    """How the levels changed since a day: the projects that got worse, and how many got better."""

    since: date
    worse: tuple[Move, ...]
    better: int


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """The latest budgets at one level: a sum per currency, and how many amounts are not in it.

    `unknown` counts projects without a budget, `hidden` those whose money the viewer may not see.
    """

    level: str
    projects: int
    sums: tuple[Money, ...]
    unknown: int
    hidden: int


def lights(actor: Actor, narrowing: Narrowing | None = None, *, as_of: date | None = None) -> list[LightRow]:
    """All lights as of a day, worst first; on a past day with the budgets that they were judged by. One query."""
    asked, told = narrowing or Narrowing(), as_of is not None
    return [_light(row, told=told) for row in _LIGHTS.all(actor, asked.shape, **asked_with(as_of, asked))]


def _lights(actor: Actor, narrowing: Narrowing, **asked: Any) -> QuerySet[Any, Any]:  # noqa: ANN401  days and ids
    open_to = Q(project__in=Project.objects.visible_to(actor, Right.MONEY_VIEW))
    rows = newest_lights_written(actor, narrowing, **asked).order_by("rank", "pk")
    is_past = asked.get("as_of") is not None
    return rows.annotate(is_open=ExpressionWrapper(open_to, BooleanField())).values_list(
        "project_id", "project__code", "project__name", "project__department_id", "project__department__name",
        "overall", "dimensions", "project__currency", "day", "computed_at", "is_open",
        *(["findings"] if is_past else _BUDGETS),
    )  # fmt: skip


_BUDGETS = ("project__original_budget", "project__latest_budget", "project__actual_cost")
_LIGHTS = AskedByActor(_lights)


def _light(row: tuple[Any, ...], *, told: bool) -> LightRow:
    key, code, name, department, department_name, level, facts, currency, day, at, is_open, *money = row
    known = frozenset(name for name, each in facts.items() if each["counts"] and each["level"] != Level.GREY)
    budget = None
    if is_open:
        budget = _budget_told(key, day, currency, *money) if told else BudgetFigure(key, currency, *money)
    return LightRow(key, code, name, department, department_name or "", Level(level), known, budget, day, at)


def _budget_told(key: UUID, day: date, currency: str, findings: str) -> BudgetFigure:
    """The budgets by which a light was judged; what the project had cost then it does not say."""
    said = budget_told(reasons_kept(findings, project=key, day=day))
    numbers = said.numbers if said else {}
    original, latest = (numbers.get(f"{name}_budget_amount") for name in ("original", "latest"))
    return BudgetFigure(key, (said and said.currency) or currency, original, latest, None)


def light_counts(
    actor: Actor, rows: Iterable[LightRow], *, as_of: date | None = None, narrowing: Narrowing | None = None
) -> Counts:
    """How many of all lights that were read stand at each level; one query, for the projects without one."""
    return counts_of(actor, ((row.level, row.day, row.at) for row in rows), as_of=as_of, narrowing=narrowing)


def money_by_level(actor: Actor, *, as_of: date | None = None) -> list[MoneyLine]:
    """The latest budgets at each level, over what the actor may see; empty where no money is open to them."""
    return money_lines(lights(actor, as_of=as_of))


def money_lines(rows: Sequence[LightRow]) -> list[MoneyLine]:
    """The latest budgets of some projects at each level, worst first; empty where no money is open."""
    if not any(row.budget for row in rows):
        return []
    found = rollup([project_light(row) for row in rows if row.budget])
    hidden = Counter(row.level for row in rows if row.budget is None)
    return [
        MoneyLine(level.value, found.counts[level] + hidden[level], each.sums, each.unknown, hidden[level])
        for level, each in ((level, found.money[level]) for level in WORST_FIRST)
        if found.counts[level] or hidden[level]
    ]


def project_light(row: LightRow) -> ProjectLight:
    """A light as a rollup takes it."""
    budget = row.budget
    amount = None if budget is None or budget.latest is None else Money(budget.latest, budget.currency)
    return ProjectLight(row.project, row.level, amount)


def dimensions_with_data(rows: Iterable[LightRow]) -> list[Dimension]:
    """The dimensions that count for somebody and have evidence, in their own order."""
    known = {name for row in rows for name in row.known}
    return [dimension for dimension in Dimension if dimension.value in known]


def _levels(actor: Actor, narrowing: Narrowing, **asked: Any) -> QuerySet[Any, Any]:  # noqa: ANN401  days and ids
    return newest_lights_written(actor, narrowing, **asked).values_list("project_id", "overall")


_LEVELS = AskedByActor(_levels)


def moves(actor: Actor, rows: Sequence[LightRow], since: date, narrowing: Narrowing | None = None) -> Moves | None:
    """How the levels differ from those of a day before, over projects that had a light on both; None without any."""
    asked = narrowing or Narrowing()
    before = {key: Level(level) for key, level in _LEVELS.all(actor, asked.shape, **asked_with(since, asked))}
    now = {row.project: row for row in rows if row.project in before}
    if not now:
        return None
    changed = movements({key: before[key] for key in now}, {key: row.level for key, row in now.items()})
    return Moves(
        since=since,
        worse=tuple(Move(now[UUID(str(each.project))], each.before, each.after) for each in changed if _is_worse(each)),
        better=sum(_is_better(each) for each in changed),
    )


def _is_worse(move: Movement) -> bool:
    """Whether a warning came or grew; that data went missing is no warning."""
    return move.after is not None and move.after.is_warning and move.before is not Level.worst([*_pair(move)])


def _is_better(move: Movement) -> bool:
    """Whether a warning shrank or went; that data went missing is no good news."""
    lower = move.after is not None and move.after.is_known and move.after is not Level.worst([*_pair(move)])
    return lower and move.before is not None and move.before.is_warning


def _pair(move: Movement) -> tuple[Level, Level]:
    return move.before or Level.GREY, move.after or Level.GREY


def last_period(day: date) -> date:
    """The day that a figure is compared with: the end of the month before; there is none before the first."""
    first = day.replace(day=1)
    return first if first == date.min else first - timedelta(days=1)

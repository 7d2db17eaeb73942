"""How a project of the demo's company went: what was known of it on a day. Days are counted from today."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from pmo_site.pages.demo.projects import DemoProject
from projects.domain.project import GovernanceTier, ProjectStatus

TODAY: Final = 0
ANNOUNCED_BEFORE: Final = 45
"""Days before its start on which a project enters the list."""
MILLION: Final = 1_000_000

WAYS: Final[dict[str, tuple[tuple[str, int], ...]]] = {
    "it": (
        ("要件定義完了", 18), ("基本設計完了", 36), ("開発完了", 62), ("総合テスト完了", 80), ("移行リハーサル", 90),
        ("本番稼働", 100),
    ),
    "plant": (("基本計画承認", 15), ("設備発注", 32), ("据付開始", 58), ("試運転", 82), ("引渡し", 100)),
    "change": (("現状分析完了", 20), ("方針承認", 40), ("試行開始", 60), ("試行評価", 80), ("全社展開", 100)),
}  # fmt: skip
"""The milestones of each kind of project, at percents of its planned days."""


@dataclass(frozen=True, slots=True)
class Slip:
    """A re-plan told on a day: the milestones from a place on, and the finish, move by so many days."""

    told: int
    place: int
    days: int


@dataclass(frozen=True, slots=True)
class Words:
    """What the project is about, for the sentences of its logs and reports."""

    thing: str
    partner: str
    users: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A project of the company: what was promised, and what came of it.

    `budgets` are millions of yen with the day from which each holds, `spending` is the cost of a unit of progress at
    the end, `turns` are states that it entered by decision, `silent` the due reports that were never written (0 the
    newest), `cheerful` whether its manager declares green whatever the evidence says, `slack` the day from which
    nobody closed what was due.
    """

    number: int
    name: str
    english: str
    purpose: str
    words: Words
    department: str
    tier: GovernanceTier
    way: str
    manager: str
    sponsor: str
    start: int
    length: int
    budgets: tuple[tuple[int, int], ...]
    slips: tuple[Slip, ...] = ()
    spending: Decimal = Decimal("0.98")
    turns: tuple[tuple[int, ProjectStatus], ...] = ()
    silent: tuple[int, ...] = ()
    waiting: bool = False
    cheerful: bool = False
    slack: int | None = None
    undecided: int | None = None

    @property
    def baseline_finish(self) -> int:
        """The finish first promised."""
        return self.start + self.length

    @property
    def finish(self) -> int:
        """The finish that it came to, as far as is known today."""
        return self.baseline_finish + sum(slip.days for slip in self.slips)

    @property
    def title(self) -> str:
        """Its name in both languages."""
        return f"{self.name} / {self.english}"


@dataclass(frozen=True, slots=True)
class StoneOn:
    """A milestone as it was known on a day."""

    name: str
    baseline: int
    forecast: int
    actual: int | None


@dataclass(frozen=True, slots=True)
class StateOn:
    """A project as it was known on a day."""

    status: ProjectStatus
    forecast_finish: int
    actual_start: int | None
    actual_finish: int | None
    percent: int | None
    latest_budget: Decimal | None
    actual_cost: Decimal | None
    stones: tuple[StoneOn, ...]


def plan_on(plan: Plan, day: int) -> StateOn:
    """What was known of a project on a day."""
    ended = _ended(plan, day)
    at = day if ended is None else ended
    status = _status(plan, day)
    percent = _percent(plan, at)
    budget = _budget(plan, at)
    return StateOn(
        status=status,
        forecast_finish=plan.baseline_finish + sum(slip.days for slip in plan.slips if slip.told <= at),
        actual_start=plan.start if plan.start <= day else None,
        actual_finish=plan.finish if status is ProjectStatus.COMPLETED else None,
        percent=percent,
        latest_budget=budget,
        actual_cost=_cost(plan, budget, percent),
        stones=tuple(_stone(plan, place, at) for place in range(len(WAYS[plan.way]))),
    )


def _ended(plan: Plan, day: int) -> int | None:
    """The day on which its figures stopped moving: it was stopped, or put on hold."""
    return next((told for told, _ in plan.turns if told <= day), None)


def _status(plan: Plan, day: int) -> ProjectStatus:
    turned = [status for told, status in plan.turns if told <= day]
    if turned:
        return turned[-1]
    if day >= plan.finish:
        return ProjectStatus.COMPLETED
    return ProjectStatus.ACTIVE if day >= plan.start else ProjectStatus.PLANNED


def _percent(plan: Plan, day: int) -> int | None:
    """Work begins slowly, runs, and ends slowly."""
    if day < plan.start:
        return None
    passed = min(1.0, (day - plan.start) / (plan.finish - plan.start))
    return round(100 * passed * passed * (3 - 2 * passed))


def _budget(plan: Plan, day: int) -> Decimal | None:
    held = [amount for told, amount in plan.budgets if told <= day]
    return Decimal((held[-1] if held else plan.budgets[0][1]) * MILLION) if plan.budgets else None


def _cost(plan: Plan, budget: Decimal | None, percent: int | None) -> Decimal | None:
    """What was spent: the cost of progress drifts from one to the project's own."""
    if budget is None or percent is None:
        return None
    drift = 1 + (plan.spending - 1) * min(Decimal(1), Decimal(percent) / 40)
    return (budget * percent / 100 * drift / MILLION).quantize(Decimal(1)) * MILLION


def _stone(plan: Plan, place: int, day: int) -> StoneOn:
    name, share = WAYS[plan.way][place]
    baseline = plan.start + plan.length * share // 100
    moved = [slip for slip in plan.slips if slip.place <= place]
    truth = baseline + sum(slip.days for slip in moved)
    known = baseline + sum(slip.days for slip in moved if slip.told <= day)
    return StoneOn(name, baseline, known, truth if truth <= day else None)


def first_on(facts: DemoProject, told: int, day: int) -> StateOn:
    """What was known on a day of one of the first projects, whose re-plan was told on a day."""
    is_told, finished = day >= told, facts.percent == 100  # noqa: PLR2004  all of it
    over = finished and day >= facts.forecast_finish
    until = facts.forecast_finish if finished else TODAY
    share = Decimal(min(until, day) - facts.start) / max(1, until - facts.start)
    share = max(Decimal(0), min(Decimal(1), share))
    original, latest, cost = (facts.money(place) for place in range(3))
    return StateOn(
        status=ProjectStatus.ACTIVE if finished and not over else facts.status,
        forecast_finish=facts.forecast_finish if is_told else facts.baseline_finish,
        actual_start=facts.start if facts.start <= day and facts.start < 0 else None,
        actual_finish=facts.forecast_finish if over else None,
        percent=None if facts.percent is None else int(facts.percent * share),
        latest_budget=latest if is_told else original,
        actual_cost=None if cost is None else (cost * share / MILLION).quantize(Decimal(1)) * MILLION,
        stones=tuple(
            StoneOn(
                stone.name,
                stone.baseline,
                stone.forecast if is_told or stone.reached is not None else stone.baseline,
                stone.reached if stone.reached is not None and stone.reached <= day else None,
            )
            for stone in facts.milestones
        ),
    )

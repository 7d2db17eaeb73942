"""How much governance a project bears, from its budget, people and duration."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from standards.domain.errors import StandardsRuleError


class ClassificationError(StandardsRuleError):
    """Figures or answers that cannot be classified."""


class Tier(StrEnum):
    """Governance tiers, the lightest first."""

    LIGHT = "light"
    STANDARD = "standard"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class TierLimits:
    """From which figure on a measure asks for the standard and for the full tier."""

    standard_from: Decimal
    full_from: Decimal


@dataclass(frozen=True, slots=True)
class TierPolicy:
    """One version of an organization's sizing rule; budgets in `currency`, days are calendar days."""

    version: str
    currency: str
    budget: TierLimits
    people: TierLimits
    days: TierLimits


DEFAULT_TIER_POLICY = TierPolicy(
    "default-1",
    "JPY",
    budget=TierLimits(Decimal(10_000_000), Decimal(100_000_000)),
    people=TierLimits(Decimal(5), Decimal(20)),
    days=TierLimits(Decimal(90), Decimal(365)),
)
"""Standard from 10 million yen, 5 people or 90 days; full from 100 million yen, 20 people or 365 days."""


@dataclass(frozen=True, slots=True)
class TierSuggestion:
    """The suggested tier, what each measure asks for, and which measures are unknown.

    A suggestion, never a switch. `tier` is None while no measure is known; `decided_by` names the measures that
    ask for the suggested tier.
    """

    tier: Tier | None
    by_measure: tuple[tuple[str, Tier], ...]
    decided_by: tuple[str, ...]
    unknown: tuple[str, ...]
    policy_version: str


@dataclass(frozen=True, slots=True)
class ReportingBurden:
    """The hours a month that reporting takes from a team, as a share of its working time.

    `share` and `exceeds` are None without people: a burden on nobody is undefined.
    """

    hours_per_month: float
    share: float | None
    exceeds: bool | None


def suggest_tier(
    *,
    budget: Decimal | None,
    currency: str,
    people: Decimal | int | None,
    days: int | None,
    policy: TierPolicy = DEFAULT_TIER_POLICY,
) -> TierSuggestion:
    """Suggest the heaviest tier that any known measure asks for; a figure on a limit has reached it.

    One large measure is enough: an expensive purchase by two people still wants full governance. Unknown measures
    (None) are named, never taken for 0. Errors: `negative` naming the measure; `wrong_currency` where the budget
    is not in the policy's currency (convert it first).
    """
    if budget is not None and currency != policy.currency:
        raise ClassificationError("wrong_currency", f"{currency} / {policy.currency}")
    measures = (
        ("budget", budget, policy.budget),
        ("people", people, policy.people),
        ("days", days, policy.days),
    )
    by_measure = tuple((name, _tier(name, figure, limits)) for name, figure, limits in measures if figure is not None)
    heaviest = max((tier for _, tier in by_measure), key=list(Tier).index, default=None)
    return TierSuggestion(
        heaviest,
        by_measure,
        tuple(name for name, tier in by_measure if tier is heaviest),
        tuple(name for name, figure, _ in measures if figure is None),
        policy.version,
    )


def _tier(name: str, figure: Decimal | int, limits: TierLimits) -> Tier:
    if figure < 0:
        raise ClassificationError("negative", name)
    if figure >= limits.full_from:
        return Tier.FULL
    return Tier.STANDARD if figure >= limits.standard_from else Tier.LIGHT


def reporting_burden(
    *,
    items_per_month: int,
    minutes_per_item: int,
    people: Decimal | int,
    hours_per_person: Decimal | int = 160,
    ceiling: Decimal = Decimal("0.05"),
) -> ReportingBurden:
    """Compare the time that reporting takes with the team's working time of a month.

    `exceeds` above the ceiling (a share; the ceiling itself is within): on a small team governance then costs more
    than it returns, and a lighter tier is worth asking for. Errors: `negative` naming the figure.
    """
    for name, figure in (("items", items_per_month), ("minutes", minutes_per_item), ("people", people)):
        if figure < 0:
            raise ClassificationError("negative", name)
    hours = Fraction(items_per_month * minutes_per_item, 60)
    capacity = Fraction(people) * Fraction(hours_per_person)
    if not capacity:
        return ReportingBurden(float(hours), None, None)
    return ReportingBurden(float(hours), float(hours / capacity), hours / capacity > Fraction(ceiling))

"""The health policy: limits, tiers and staleness as data, and the policy that the product ships with.

The policy "default-1". A value on a limit belongs to the better level; an undefined value is grey.

| dimension    | code                     | judged number         | green    | amber    | else |
|--------------|--------------------------|-----------------------|----------|----------|------|
| schedule     | spi, spi_t               | spi, spi_t            | ≥ 0.95   | ≥ 0.85   | red  |
|              | finish_slip              | slip_ratio            | ≤ 0.05   | ≤ 0.15   | red  |
|              | finish_overdue           | overdue_days          | ≤ 0      | ≤ 30     | red  |
|              | milestones_missed        | missed_ratio          | ≤ 0.05   | ≤ 0.15   | red  |
|              | milestone_forecast_late  | late_ratio            | ≤ 0.05   | ≤ 0.15   | red  |
|              | no_progress              | silent_days           | ≤ 14     | ≤ 28     | red  |
|              | float_used               | used_ratio            | ≤ 0.75   | ≤ 1      | red  |
| cost         | cpi                      | cpi                   | ≥ 0.95   | ≥ 0.85   | red  |
|              | eac_over_budget          | overrun_ratio         | ≤ 0.05   | ≤ 0.15   | red  |
|              | budget_growth            | growth_ratio          | ≤ 0.05   | ≤ 0.15   | red  |
|              | spend_without_progress   | spent_ratio           | ≤ 0.05   | ≤ 0.15   | red  |
|              | commitments_over_budget  | over_ratio            | ≤ 0      | ≤ 0.05   | red  |
| scope        | change_growth            | growth_ratio          | ≤ 0.05   | ≤ 0.15   | red  |
|              | requirements_uncovered   | uncovered_ratio       | ≤ 0.05   | ≤ 0.15   | red  |
| quality      | deliverables_overdue     | overdue_ratio         | ≤ 0.05   | ≤ 0.15   | red  |
|              | severe_defects_open      | defect_count          | ≤ 0      | ≤ 2      | red  |
|              | reviews_missed           | missed_ratio          | ≤ 0.05   | ≤ 0.15   | red  |
| risk         | risk_exposure            | exposure_ratio        | ≤ 1      | ≤ 1.5    | red  |
|              | extreme_risks_unanswered | risk_count            | ≤ 0      | ≤ 1      | red  |
|              | responses_overdue        | overdue_ratio         | ≤ 0.05   | ≤ 0.15   | red  |
| issues       | issues_overdue           | overdue_ratio         | ≤ 0.05   | ≤ 0.15   | red  |
|              | urgent_issues_old        | issue_count           | ≤ 0      | ≤ 2      | red  |
|              | decision_waiting         | waiting_days          | ≤ 10     | ≤ 20     | red  |
| people       | roles_unfilled           | unfilled_ratio        | ≤ 0.05   | ≤ 0.15   | red  |
|              | people_overallocated     | over_ratio            | ≤ 0.05   | ≤ 0.15   | red  |
|              | effort_overspent         | overspent_ratio       | ≤ 0.05   | ≤ 0.15   | red  |
|              | no_project_manager       | missing_count         | ≤ 0      | ≤ 0      | red  |
| stakeholders | communication_overdue    | overdue_ratio         | ≤ 0.05   | ≤ 0.15   | red  |
|              | expectations_unmet       | unmet_ratio           | ≤ 0.05   | ≤ 0.15   | red  |
|              | satisfaction             | satisfaction_index    | ≥ 0.8    | ≥ 0.6    | red  |
| reporting    | report_age               | cadence_ratio         | ≤ 1      | ≤ 2      | red  |
|              | plan_completeness        | completeness_ratio    | ≥ 0.95   | ≥ 0.85   | red  |
| benefits     | benefit_owner_missing    | missing_count         | ≤ 0      | any      | –    |
|              | benefit_shortfall        | shortfall_ratio       | ≤ 0.05   | ≤ 0.15   | red  |

Tiers: light counts schedule, cost and reporting; standard also risk and issues; full all ten.
Share: a green overall needs data in at least 2/5 of the dimensions that count (weights all 1).
Staleness: 45 days (a monthly cycle and half of the next); stakeholders 100, benefits 400 (quarterly, yearly cycles).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from pmo_site.kernel.evidence import Dimension, Limit
from pmo_site.kernel.evidence_codes import EvidenceCode as Code


class Tier(StrEnum):
    """How closely a project is governed, and so on how many dimensions it is judged."""

    LIGHT = "light"
    STANDARD = "standard"
    FULL = "full"


class PolicyError(ValueError):
    """A policy that contradicts itself; `code` says how, `item` names the offending part."""

    def __init__(self, code: str, item: str) -> None:
        super().__init__(f"{code}: {item}")
        self.code = code
        self.item = item


@dataclass(frozen=True, slots=True)
class HealthPolicy:
    """One version of an organization's rules for lights; data, never code.

    `limits` by evidence code; `tiers` the dimensions that count; `stale_after_days` the greatest age of evidence
    that is still judged; `minimum_share` of the weights of the counting dimensions that must have data for a green;
    `weights` by dimension, 1 where absent. PolicyError names what contradicts itself.
    """

    name: str
    version: int
    limits: Mapping[str, Limit]
    tiers: Mapping[Tier, frozenset[Dimension]]
    stale_after_days: Mapping[Dimension, int]
    minimum_share: Decimal
    weights: Mapping[Dimension, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for code, item in self._contradictions():
            raise PolicyError(code, item)

    def _contradictions(self) -> Iterator[tuple[str, str]]:
        if not 0 <= self.minimum_share <= 1:
            yield "share_out_of_range", str(self.minimum_share)
        yield from (("tier_without_dimensions", tier) for tier in Tier if not self.tiers.get(tier))
        yield from (("weight_not_positive", name) for name, weight in self.weights.items() if weight <= 0)
        yield from (("negative_age", name) for name, days in self.stale_after_days.items() if days < 0)
        yield from (("limits_out_of_order", code) for code, limit in self.limits.items() if not _in_order(limit))

    def weight(self, dimension: Dimension) -> int:
        """Return how much a dimension counts in the share of data present."""
        return self.weights.get(dimension, 1)

    def as_json(self) -> dict[str, Any]:
        """Return the policy as JSON values."""
        return {
            "name": self.name,
            "version": self.version,
            "limits": {str(code): limit.as_json() for code, limit in self.limits.items()},
            "tiers": {tier.value: sorted(name.value for name in self.tiers[tier]) for tier in Tier},
            "stale_after_days": {name.value: days for name, days in self.stale_after_days.items()},
            "minimum_share": str(self.minimum_share),
            "weights": {name.value: weight for name, weight in self.weights.items()},
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> HealthPolicy:
        """Read what `as_json` wrote."""
        return cls(
            name=value["name"],
            version=value["version"],
            limits={code: Limit.from_json(limit) for code, limit in value["limits"].items()},
            tiers={Tier(tier): frozenset(map(Dimension, names)) for tier, names in value["tiers"].items()},
            stale_after_days={Dimension(name): days for name, days in value["stale_after_days"].items()},
            minimum_share=Decimal(value["minimum_share"]),
            weights={Dimension(name): weight for name, weight in value["weights"].items()},
        )


def _in_order(limit: Limit) -> bool:
    if limit.amber is None:
        return True
    return limit.green >= limit.amber if limit.higher_is_better else limit.green <= limit.amber


def _at_most(number: str, green: str = "0.05", amber: str | None = "0.15") -> Limit:
    return Limit(number, Decimal(green), None if amber is None else Decimal(amber))


def _at_least(number: str, green: str = "0.95", amber: str = "0.85") -> Limit:
    return Limit(number, Decimal(green), Decimal(amber), higher_is_better=True)


DEFAULT_LIMITS: dict[Code, Limit] = {
    Code.SPI: _at_least("spi"),
    Code.SPI_T: _at_least("spi_t"),
    Code.FINISH_SLIP: _at_most("slip_ratio"),
    Code.FINISH_OVERDUE: _at_most("overdue_days", "0", "30"),
    Code.MILESTONES_MISSED: _at_most("missed_ratio"),
    Code.MILESTONES_FORECAST_LATE: _at_most("late_ratio"),
    Code.NO_PROGRESS: _at_most("silent_days", "14", "28"),
    Code.FLOAT_USED: _at_most("used_ratio", "0.75", "1"),
    Code.CPI: _at_least("cpi"),
    Code.EAC_OVER_BUDGET: _at_most("overrun_ratio"),
    Code.BUDGET_GROWTH: _at_most("growth_ratio"),
    Code.SPEND_WITHOUT_PROGRESS: _at_most("spent_ratio"),
    Code.COMMITMENTS_OVER_BUDGET: _at_most("over_ratio", "0", "0.05"),
    Code.CHANGE_GROWTH: _at_most("growth_ratio"),
    Code.REQUIREMENTS_UNCOVERED: _at_most("uncovered_ratio"),
    Code.DELIVERABLES_OVERDUE: _at_most("overdue_ratio"),
    Code.SEVERE_DEFECTS_OPEN: _at_most("defect_count", "0", "2"),
    Code.REVIEWS_MISSED: _at_most("missed_ratio"),
    Code.RISK_EXPOSURE: _at_most("exposure_ratio", "1", "1.5"),
    Code.EXTREME_RISKS_UNANSWERED: _at_most("risk_count", "0", "1"),
    Code.RESPONSES_OVERDUE: _at_most("overdue_ratio"),
    Code.ISSUES_OVERDUE: _at_most("overdue_ratio"),
    Code.URGENT_ISSUES_OLD: _at_most("issue_count", "0", "2"),
    Code.DECISION_WAITING: _at_most("waiting_days", "10", "20"),
    Code.ROLES_UNFILLED: _at_most("unfilled_ratio"),
    Code.PEOPLE_OVERALLOCATED: _at_most("over_ratio"),
    Code.EFFORT_OVERSPENT: _at_most("overspent_ratio"),
    Code.NO_PROJECT_MANAGER: _at_most("missing_count", "0", "0"),
    Code.COMMUNICATION_OVERDUE: _at_most("overdue_ratio"),
    Code.EXPECTATIONS_UNMET: _at_most("unmet_ratio"),
    Code.SATISFACTION: _at_least("satisfaction_index", "0.8", "0.6"),
    Code.REPORT_AGE: _at_most("cadence_ratio", "1", "2"),
    Code.PLAN_COMPLETENESS: _at_least("completeness_ratio"),
    Code.BENEFIT_OWNER_MISSING: _at_most("missing_count", "0", None),
    Code.BENEFIT_SHORTFALL: _at_most("shortfall_ratio"),
}

_LIGHT = frozenset({Dimension.SCHEDULE, Dimension.COST, Dimension.REPORTING})

DEFAULT_POLICY = HealthPolicy(
    name="default-1",
    version=1,
    limits={code.value: limit for code, limit in DEFAULT_LIMITS.items()},
    tiers={
        Tier.LIGHT: _LIGHT,
        Tier.STANDARD: _LIGHT | {Dimension.RISK, Dimension.ISSUES},
        Tier.FULL: frozenset(Dimension),
    },
    stale_after_days=dict.fromkeys(Dimension, 45) | {Dimension.STAKEHOLDERS: 100, Dimension.BENEFITS: 400},
    minimum_share=Decimal("0.4"),
)

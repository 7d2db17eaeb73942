"""What an investment is worth when it may fail, and which assumption it hangs on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Generic

from portfolio.domain.exact import Number, exact
from portfolio.domain.investment.errors import InvestmentError
from portfolio.domain.investment.returns import irr_roots
from portfolio.domain.investment.value import Amount, as_decimal, in_kind, npv

Evaluate = Callable[[Mapping[str, Number]], Decimal | float | None]


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Amount]):
    """One way it may end: its probability 0..1 and its net present value, negative for a failure."""

    probability: Number
    npv: Amount


@dataclass(frozen=True, slots=True)
class Stage(Generic[Amount]):
    """A stage before the payoff: what it costs (present value, positive) and the chance to pass it."""

    cost: Amount
    probability: Number


@dataclass(frozen=True, slots=True)
class InvestmentCase:
    """Benefits and costs by period, both positive, with their discount rate per period."""

    rate: Number
    benefits: tuple[Decimal, ...]
    costs: tuple[Decimal, ...]

    @property
    def flows(self) -> tuple[Decimal, ...]:
        """Benefits minus costs by period; the shorter stream ends in zeros."""
        periods = max(len(self.benefits), len(self.costs))
        gains, spent = ([*stream, *[Decimal()] * (periods - len(stream))] for stream in (self.benefits, self.costs))
        return tuple(gain - cost for gain, cost in zip(gains, spent, strict=True))


@dataclass(frozen=True, slots=True)
class Swing:
    """One input moved from low to high with all others at their base, and what the result then is."""

    name: str
    low: Number
    high: Number
    at_low: Decimal | float | None
    at_high: Decimal | float | None

    @property
    def width(self) -> Decimal | float | None:
        """The distance between the two results: the length of the tornado's bar; None if one is undefined."""
        if self.at_low is None or self.at_high is None:
            return None
        return abs(Decimal(str(self.at_high)) - Decimal(str(self.at_low)))


@dataclass(frozen=True, slots=True)
class SwitchingValues:
    """The change of each input alone that brings the net present value to zero, or None.

    `benefits` and `costs` are shares of change (-0.2: benefits may fall by 20 %); `rates` are the roots.
    """

    benefits: Decimal | None
    costs: Decimal | None
    rates: tuple[float, ...]


def expected_npv(outcomes: Sequence[Outcome[Amount]]) -> Amount | None:
    """Risk-adjusted value: the sum of p * NPV over exclusive outcomes; None without outcomes.

    Errors: `probabilities_not_one` naming their sum; `probability_off_scale` naming the outcome from 0.
    """
    if not outcomes:
        return None
    shares = [_probability(outcome.probability, place) for place, outcome in enumerate(outcomes)]
    if sum(shares) != 1:
        raise InvestmentError("probabilities_not_one", float(sum(shares)))
    total = sum((share * exact(each.npv) for share, each in zip(shares, outcomes, strict=True)), Fraction())
    return in_kind([each.npv for each in outcomes], total)


def staged_npv(stages: Sequence[Stage[Amount]], payoff: Amount) -> Amount:
    """Fold a payoff back over the stages that must be passed before it: v = p * v - cost.

    Whoever fails a stage stops and spends no more. Source: R. G. Cooper, expected commercial value:
    ECV = (PV * P_commercial - C) * P_technical - D. Errors: `probability_off_scale` naming the stage from 0.
    """
    value = exact(payoff)
    for place, stage in reversed(list(enumerate(stages))):
        value = _probability(stage.probability, place) * value - exact(stage.cost, place)
    return in_kind([payoff], value)


def one_way(
    evaluate: Evaluate, base: Mapping[str, Number], ranges: Mapping[str, tuple[Number, Number]]
) -> tuple[Swing, ...]:
    """Move one input at a time over its range; the widest swing first, undefined ones last.

    Ties by name. Errors: `unknown_input` naming a range that has no base.
    """
    swings = []
    for name, (low, high) in ranges.items():
        if name not in base:
            raise InvestmentError("unknown_input", name)
        swings.append(Swing(name, low, high, evaluate({**base, name: low}), evaluate({**base, name: high})))
    return tuple(sorted(swings, key=lambda each: (each.width is None, -(each.width or 0), each.name)))


def case_sensitivity(case: InvestmentCase, change: Number = Decimal("0.2")) -> tuple[Swing, ...]:
    """Swing the net present value by benefits, costs and rate, each changed by plus and minus the share."""
    share = as_decimal(exact(change))
    low, high = 1 - share, 1 + share

    def evaluate(factors: Mapping[str, Number]) -> Decimal | None:
        gain, cost, rate = (as_decimal(exact(factors[name])) for name in ("benefits", "costs", "rate"))
        changed = replace(
            case,
            rate=as_decimal(exact(case.rate)) * rate,
            benefits=tuple(benefit * gain for benefit in case.benefits),
            costs=tuple(spent * cost for spent in case.costs),
        )
        return npv(changed.rate, changed.flows)

    names = ("benefits", "costs", "rate")
    return one_way(evaluate, dict.fromkeys(names, 1), dict.fromkeys(names, (low, high)))


def switching_values(case: InvestmentCase) -> SwitchingValues:
    """Return how far each input may change alone until NPV is zero (HM Treasury, Green Book)."""
    gain, spent = npv(case.rate, case.benefits), npv(case.rate, case.costs)
    benefits = None if not gain or spent is None else spent / gain - 1
    costs = None if not spent or gain is None else gain / spent - 1
    return SwitchingValues(benefits, costs, irr_roots(case.flows))


def _probability(number: Number, place: int) -> Fraction:
    share = exact(number, place)
    if not 0 <= share <= 1:
        raise InvestmentError("probability_off_scale", place)
    return share

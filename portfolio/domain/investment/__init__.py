"""Investment appraisal: present values, rates of return, payback, ratios, risk and sensitivity."""

from __future__ import annotations

from portfolio.domain.investment.discounting import (
    PUBLISHED_RATES,
    DiscountRate,
    discount_rate,
    real_rate,
    require_same_basis,
)
from portfolio.domain.investment.errors import InvestmentError
from portfolio.domain.investment.returns import (
    RateOfReturn,
    dated_rate_of_return,
    irr,
    irr_roots,
    npv_profile,
    rate_of_return,
    xirr,
    xirr_roots,
)
from portfolio.domain.investment.uncertain import (
    InvestmentCase,
    Outcome,
    Stage,
    Swing,
    SwitchingValues,
    case_sensitivity,
    expected_npv,
    one_way,
    staged_npv,
    switching_values,
)
from portfolio.domain.investment.value import (
    bcr,
    discounted_payback,
    mirr,
    npv,
    payback,
    profitability_index,
    roi,
    xnpv,
)

__all__ = [
    "PUBLISHED_RATES",
    "DiscountRate",
    "InvestmentCase",
    "InvestmentError",
    "Outcome",
    "RateOfReturn",
    "Stage",
    "Swing",
    "SwitchingValues",
    "bcr",
    "case_sensitivity",
    "dated_rate_of_return",
    "discount_rate",
    "discounted_payback",
    "expected_npv",
    "irr",
    "irr_roots",
    "mirr",
    "npv",
    "npv_profile",
    "one_way",
    "payback",
    "profitability_index",
    "rate_of_return",
    "real_rate",
    "require_same_basis",
    "roi",
    "staged_npv",
    "switching_values",
    "xirr",
    "xirr_roots",
    "xnpv",
]

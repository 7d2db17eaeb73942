"""Selection: which projects to fund, proven best under all limits, or with an honest bound."""

from __future__ import annotations

from portfolio.domain.selection.analysis import (
    Blocked,
    BudgetPrice,
    Displacement,
    FrontierPoint,
    blocked,
    budget_prices,
    displacement,
    efficient_frontier,
    force_in,
)
from portfolio.domain.selection.choice import Selection, select, solve
from portfolio.domain.selection.errors import SelectionError
from portfolio.domain.selection.feasibility import Violation, violations
from portfolio.domain.selection.problem import Candidate, Problem, Start, later_start

__all__ = [
    "Blocked",
    "BudgetPrice",
    "Candidate",
    "Displacement",
    "FrontierPoint",
    "Problem",
    "Selection",
    "SelectionError",
    "Start",
    "Violation",
    "blocked",
    "budget_prices",
    "displacement",
    "efficient_frontier",
    "force_in",
    "later_start",
    "select",
    "solve",
    "violations",
]

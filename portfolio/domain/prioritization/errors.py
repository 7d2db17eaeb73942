"""What a prioritization refuses."""

from __future__ import annotations

from portfolio.domain.errors import PortfolioRuleError


class PrioritizationError(PortfolioRuleError):
    """Judgements, weights or scores that cannot be ranked; `item` names the cell, criterion or item."""

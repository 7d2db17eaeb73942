"""What a selection refuses."""

from __future__ import annotations

from portfolio.domain.errors import PortfolioRuleError


class SelectionError(PortfolioRuleError):
    """A problem that cannot be stated; `item` names the candidate, budget, skill or bucket."""

"""What an appraisal refuses."""

from __future__ import annotations

from portfolio.domain.errors import PortfolioRuleError


class InvestmentError(PortfolioRuleError):
    """Flows, probabilities or ranges that cannot be appraised; `item` names the offender."""

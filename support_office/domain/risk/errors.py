"""The one family of errors of the risk calculations."""

from __future__ import annotations


class RiskError(ValueError):
    """An input that cannot be calculated; `item` names the offending level, risk or node."""

    def __init__(self, item: str, fault: str) -> None:
        self.item = item
        super().__init__(f"{item}: {fault}")


class UnknownLevelError(RiskError):
    """A rating names a level that the organization's scale does not have."""


class ScaleError(RiskError):
    """A scale, its zones or its bands contradict themselves."""


class ProbabilityError(RiskError):
    """A probability lies outside 0..1, or those of a chance node do not sum to exactly 1."""


class CurrencyError(RiskError):
    """Amounts in different currencies are never added."""


class TreeError(RiskError):
    """A decision tree has a node without branches or two nodes with one id."""

"""Forms of the portfolio."""

from portfolio.forms.filters import AsOfForm, MatrixForm, OverviewForm
from portfolio.forms.overrides import OverrideForm
from portfolio.forms.policy import PolicyForm

__all__ = ["AsOfForm", "MatrixForm", "OverrideForm", "OverviewForm", "PolicyForm"]

"""Forms of the portfolio."""

from portfolio.forms.filters import AsOfForm, LightsForm
from portfolio.forms.overrides import OverrideForm
from portfolio.forms.policy import PolicyForm

__all__ = ["AsOfForm", "LightsForm", "OverrideForm", "PolicyForm"]

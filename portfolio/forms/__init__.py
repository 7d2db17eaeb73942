"""Forms of the portfolio."""

from portfolio.forms.filters import STILL_TO_COME, AsOfForm, LightsForm
from portfolio.forms.overrides import OverrideForm
from portfolio.forms.policy import PolicyForm

__all__ = ["STILL_TO_COME", "AsOfForm", "LightsForm", "OverrideForm", "PolicyForm"]

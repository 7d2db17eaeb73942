"""What the portfolio stores: how projects are grouped, and their health with the policies that judged it."""

from portfolio.models.health import LEVEL_CHOICES, ProjectHealth, Trigger
from portfolio.models.override import HealthOverride
from portfolio.models.policy import HealthPolicyVersion
from portfolio.models.structure import Placement, Portfolio, Program

__all__ = [
    "LEVEL_CHOICES",
    "HealthOverride",
    "HealthPolicyVersion",
    "Placement",
    "Portfolio",
    "Program",
    "ProjectHealth",
    "Trigger",
]

"""What the portfolio stores about health: snapshots, the policies that judged them, overrides with an end."""

from portfolio.models.health import LEVEL_CHOICES, ProjectHealth, Trigger
from portfolio.models.override import HealthOverride
from portfolio.models.policy import HealthPolicyVersion

__all__ = ["LEVEL_CHOICES", "HealthOverride", "HealthPolicyVersion", "ProjectHealth", "Trigger"]

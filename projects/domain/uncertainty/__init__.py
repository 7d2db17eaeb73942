"""How sure a finish is: Monte Carlo over the network, with risk events and correlation."""

from projects.domain.uncertainty.dates import chance_to_meet_date, percentile_date
from projects.domain.uncertainty.model import (
    CorrelationGroup,
    Distribution,
    Impact,
    RiskEvent,
    ThreePoint,
    UncertaintyError,
)
from projects.domain.uncertainty.result import Share, Simulation
from projects.domain.uncertainty.simulation import simulate

__all__ = [
    "CorrelationGroup",
    "Distribution",
    "Impact",
    "RiskEvent",
    "Share",
    "Simulation",
    "ThreePoint",
    "UncertaintyError",
    "chance_to_meet_date",
    "percentile_date",
    "simulate",
]

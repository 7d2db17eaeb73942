"""Which operating model fits the maturity: a proposal, never a switch."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from standards.domain.maturity.levels import MaturityResult

SEPARATE_FROM = 3
"""Below level 3 the PMO doubles as PSO; from level 3 on the two are separate and cooperate."""


class OperatingModel(StrEnum):
    """Whether the PMO doubles as PSO."""

    COMBINED = "combined"
    SEPARATE = "separate"


@dataclass(frozen=True, slots=True)
class ModelProposal:
    """The operating model that the level speaks for, and whether it differs from the one in use.

    `tentative`: the assessment is incomplete, so the level may yet rise.
    """

    proposed: OperatingModel
    current: OperatingModel
    level: int
    weakest: tuple[str, ...]
    tentative: bool

    @property
    def is_change(self) -> bool:
        """Somebody with the right must decide on a switch."""
        return self.proposed is not self.current


def propose_operating_model(assessment: MaturityResult, current: OperatingModel) -> ModelProposal:
    """Propose `combined` below level 3 and `separate` from it on; a PMO manager decides."""
    proposed = OperatingModel.SEPARATE if assessment.level >= SEPARATE_FROM else OperatingModel.COMBINED
    tentative = not assessment.complete and proposed is OperatingModel.COMBINED
    return ModelProposal(proposed, current, assessment.level, assessment.weakest, tentative)

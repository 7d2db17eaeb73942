"""Maturity: levels held, the operating model they speak for, and other models in use."""

from __future__ import annotations

from standards.domain.maturity.levels import (
    GRADES,
    LEVELS,
    Answer,
    MaturityError,
    MaturityResult,
    Perspective,
    PerspectiveLevel,
    Statement,
    assess_maturity,
)
from standards.domain.maturity.operating_model import ModelProposal, OperatingModel, propose_operating_model
from standards.domain.maturity.other_models import CubeBand, CubeResult, Service, cube, practice_share
from standards.domain.maturity.questionnaire import QUESTIONNAIRE

__all__ = [
    "GRADES",
    "LEVELS",
    "QUESTIONNAIRE",
    "Answer",
    "CubeBand",
    "CubeResult",
    "MaturityError",
    "MaturityResult",
    "ModelProposal",
    "OperatingModel",
    "Perspective",
    "PerspectiveLevel",
    "Service",
    "Statement",
    "assess_maturity",
    "cube",
    "practice_share",
    "propose_operating_model",
]

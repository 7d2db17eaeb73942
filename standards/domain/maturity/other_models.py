"""Two other models in use: the share of best practices (OPM3) and the PMO Maturity Cube."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from standards.domain.maturity.levels import MaturityError

INTERMEDIATE_FROM, ADVANCED_FROM = 34, 67
"""Percent: basic 0 to 33, intermediate 34 to 66, advanced 67 to 100."""


class CubeBand(StrEnum):
    """The bands of the PMO Maturity Cube."""

    BASIC = "basic"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"


@dataclass(frozen=True, slots=True)
class Service:
    """A service of the PMO with its grade 0..highest; only services that its charter names count."""

    id: str
    grade: int
    highest: int
    chartered: bool = True


@dataclass(frozen=True, slots=True)
class CubeResult:
    """Percent of the maximum over the chartered services, and its band; both None without any."""

    percent: float | None
    band: CubeBand | None


def practice_share(achieved: int, practices: int) -> float | None:
    """Return the share 0..1 of best practices achieved (OPM3); None without any. Errors: `off_scale`."""
    if not 0 <= achieved <= practices:
        raise MaturityError("off_scale", achieved)
    return achieved / practices if practices else None


def cube(services: Iterable[Service]) -> CubeResult:
    """Grade a PMO by the services it is chartered to give.

    The percentage is rounded half up to a whole number before it is banded, so that the published bands leave no
    gap. Source: Pinto, Cota, Levin, The PMO Maturity Cube, 2010. Errors: `off_scale` naming the service.
    """
    grades = highest = 0
    for service in services:
        if not 0 <= service.grade <= service.highest:
            raise MaturityError("off_scale", service.id)
        if service.chartered:
            grades += service.grade
            highest += service.highest
    if not highest:
        return CubeResult(None, None)
    percent = Fraction(100 * grades, highest)
    rounded = int(percent + Fraction(1, 2))
    if rounded >= ADVANCED_FROM:
        return CubeResult(float(percent), CubeBand.ADVANCED)
    return CubeResult(float(percent), CubeBand.INTERMEDIATE if rounded >= INTERMEDIATE_FROM else CubeBand.BASIC)

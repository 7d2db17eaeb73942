"""Milestone slip: what each report forecast for one milestone (milestone trend analysis)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Forecasts:
    """The forecasts of one milestone by report date, oldest first, and its level now."""

    name: str
    level: str
    points: Sequence[tuple[date, date]]


@dataclass(frozen=True, slots=True)
class Line:
    """One milestone in the chart's pixels; a rising line slips."""

    name: str
    level: str
    path: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class SlipChart:
    """Lines in a box of `width` × `height` with axis dates; `diagonal` is where forecast = report date."""

    width: float
    height: float
    lines: tuple[Line, ...]
    across: tuple[tuple[float, date], ...]
    up: tuple[tuple[float, date], ...]
    diagonal: tuple[float, float, float, float] | None


def slip_chart(
    series: Sequence[Forecasts], *, width: float = 560.0, height: float = 230.0, dates: int = 4
) -> SlipChart:
    """Scale report dates across and forecast dates up; empty without any point."""
    points = [point for each in series for point in each.points]
    if not points:
        return SlipChart(width, height, (), (), (), None)
    reported = [day.toordinal() for day, _ in points]
    forecast = [day.toordinal() for _, day in points]
    left, right = min(reported), max(*reported, min(reported) + 1)
    low, high = min(forecast) - 14, max(forecast) + 14

    def across(ordinal: float) -> float:
        return round(56 + (width - 140) * (ordinal - left) / (right - left), 1)

    def up(ordinal: float) -> float:
        return round(height - 28 - (height - 44) * (ordinal - low) / (high - low), 1)

    start, end = max(left, low), min(right, high)
    lines = []
    for each in series:
        placed = tuple((across(seen.toordinal()), up(day.toordinal())) for seen, day in each.points)
        lines.append(Line(each.name, each.level, "M" + " L".join(f"{x:g} {y:g}" for x, y in placed), placed))
    return SlipChart(
        width,
        height,
        tuple(lines),
        tuple((across(day), date.fromordinal(round(day))) for day in _steps(left, right, dates)),
        tuple((up(day), date.fromordinal(round(day))) for day in _steps(low, high, 4)),
        (across(start), up(start), across(end), up(end)) if start < end else None,
    )


def _steps(low: float, high: float, count: int) -> list[float]:
    return [low + (high - low) * index / (count - 1) for index in range(count)]

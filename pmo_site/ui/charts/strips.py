"""Small charts inside table rows: health strip, sparkline, bullet bar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

PERIODS: Final = 12
_HEIGHT: Final = {"blue": 4.0, "green": 4.0, "amber": 11.0, "red": 18.0, "grey": 11.0}


@dataclass(frozen=True, slots=True)
class Dot:
    """One period of a health strip; `x` in percent, `y` in pixels from the top (worse is lower)."""

    x: float
    y: float
    level: str


def health_strip(levels: Sequence[str], *, periods: int = PERIODS) -> tuple[Dot, ...]:
    """Place the newest `periods` levels, right-aligned, so that the last dot is always now."""
    shown = list(levels)[-periods:]
    step = 100.0 / periods
    first = periods - len(shown)
    return tuple(
        Dot(round((first + index + 0.5) * step, 2), _HEIGHT[level], level) for index, level in enumerate(shown)
    )


@dataclass(frozen=True, slots=True)
class Spark:
    """A sparkline in a box of 100 × 30: a path per unbroken run, and the last point."""

    paths: tuple[str, ...]
    last_x: float | None
    last_y: float | None


def sparkline(values: Sequence[float | None]) -> Spark:
    """Scale values to the box; an unknown value (None) breaks the line, a flat series runs in the middle."""
    known = [value for value in values if value is not None]
    if not known:
        return Spark((), None, None)
    low, high = min(known), max(known)
    step = 100.0 / max(1, len(values) - 1)

    def y(value: float) -> float:
        return 15.0 if high == low else round(27.0 - 24.0 * (value - low) / (high - low), 2)

    runs: list[list[tuple[float, float]]] = [[]]
    last: tuple[float, float] | None = None
    for index, value in enumerate(values):
        if value is None:
            runs.append([])
            continue
        last = (round(index * step, 2), y(value))
        runs[-1].append(last)
    paths = tuple("M" + " L".join(f"{px:g} {py:g}" for px, py in run) for run in runs if len(run) > 1)
    return Spark(paths, last[0] if last else None, last[1] if last else None)


@dataclass(frozen=True, slots=True)
class Bullet:
    """A budget bar in percent of the common scale; None where the figure is unknown."""

    budget: float | None
    actual: float | None
    forecast: float | None
    over: float
    over_start: float
    level: str


def bullet(*, budget: float | None, actual: float | None, forecast: float | None, scale: float) -> Bullet:
    """Place budget, actual and forecast at completion on a scale shared by all rows.

    `over` is the width of the part of the forecast beyond the budget. The level is red above
    the budget, green at or below it, grey while either is unknown.
    """

    def place(value: float | None) -> float | None:
        return None if value is None else round(min(100.0, max(0.0, 100.0 * value / scale if scale > 0 else 0.0)), 2)

    at_budget, at_forecast = place(budget), place(forecast)
    over = 0.0 if at_budget is None or at_forecast is None else round(max(0.0, at_forecast - at_budget), 2)
    known = budget is not None and forecast is not None
    over_budget = budget is not None and forecast is not None and forecast > budget
    level = "grey" if not known else ("red" if over_budget else "green")
    return Bullet(at_budget, place(actual), at_forecast, over, at_budget or 0.0, level)

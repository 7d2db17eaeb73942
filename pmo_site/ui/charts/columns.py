"""Columns over time: one per period, the last one being now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

HEIGHT: Final = 84.0
_HEAD: Final = 18.0
_GAP: Final = 0.22


@dataclass(frozen=True, slots=True)
class Period:
    """One period: its name on the axis, its value (None while unknown) and the value in short words."""

    name: str
    value: float | None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `x`, `middle` and `width` in percent, `y` and `height` in pixels (None: unknown); `words` on top."""

    name: str
    x: float
    middle: float
    width: float
    y: float
    height: float | None
    words: str
    is_last: bool


def columns(periods: Sequence[Period]) -> tuple[Column, ...]:
    """Scale values from 0 to the largest; the largest and the last one carry their words."""
    known = [each.value for each in periods if each.value is not None]
    top, step = max([*known, 0.0]), 100.0 / max(1, len(periods))
    highest = next((place for place, each in enumerate(periods) if known and each.value == top), -1)
    last = len(periods) - 1
    named = {last} if highest < 0 or last - highest in {1, 2} else {last, highest}
    return tuple(_column(each, place, step, top, (place in named, place == last)) for place, each in enumerate(periods))


def _column(period: Period, place: int, step: float, top: float, marks: tuple[bool, bool]) -> Column:
    is_named, is_last = marks
    tall = None if period.value is None else round(max(1.0, HEIGHT * period.value / top) if top else 1.0, 1)
    return Column(
        period.name,
        x=round(place * step + step * _GAP / 2, 2),
        middle=round((place + 0.5) * step, 2),
        width=round(step * (1 - _GAP), 2),
        y=round(_HEAD + HEIGHT - (tall or 0.0), 1),
        height=tall,
        words=period.words if is_named and tall is not None else "",
        is_last=is_last,
    )

"""The roadmap: bars and milestones of many projects on one time axis, in percent of its width."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from unicodedata import east_asian_width

LABEL_LENGTH = 14
"""A label is cut after these letters, as it is drawn."""
_FULL, _HALF, _AIR = 12, 7, 18
"""Pixels of a full and of a half letter at the size of labels, and of the marks beside it."""
_WIDE, _NARROW = 640, 330
"""Pixels of the shortest axis beside its names, and below them on a narrow screen."""


@dataclass(frozen=True, slots=True)
class Milestone:
    """A milestone as forecast; `late` when the forecast lies after the baseline; `labeled` writes its name."""

    name: str
    day: date
    late: bool = False
    labeled: bool = True


@dataclass(frozen=True, slots=True)
class Track:
    """One project: its dates (None while unknown), percent complete as a share of one, and level."""

    name: str
    level: str
    start: date | None
    finish: date | None
    complete: float | None = None
    milestones: Sequence[Milestone] = ()
    url: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A milestone on the axis; `label_end` places the label left of the mark, where the right has no room for it.

    A label that would stand on its neighbor is not drawn at all; one that is clear of it only on a wide screen is
    drawn there alone.
    """

    x: float
    name: str
    late: bool
    label_end: bool
    day: date
    labeled: bool = True
    is_wide_only: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A track on the axis, clipped to it; `width` is None when the project has no dates."""

    track: Track
    x: float
    width: float | None
    done: float
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """The start of a quarter."""

    x: float
    year: int
    quarter: int
    names_year: bool


@dataclass(frozen=True, slots=True)
class Roadmap:
    """Everything the template draws."""

    ticks: tuple[Tick, ...]
    bars: tuple[Bar, ...]
    today: float | None


def place(day: date, start: date, end: date) -> float:
    """Position of a day between start and end in percent, not clipped."""
    return 100.0 * (day - start).days / max(1, (end - start).days)


def roadmap(
    tracks: Sequence[Track],
    *,
    start: date,
    end: date,
    today: date | None = None,
    fiscal_start: int = 4,
) -> Roadmap:
    """Lay tracks on the axis from start to end; quarters follow the organization's fiscal year."""
    bars = tuple(_bar(track, start, end) for track in tracks)
    now = place(today, start, end) if today and start <= today <= end else None
    return Roadmap(quarter_ticks(start, end, fiscal_start), bars, None if now is None else round(now, 2))


def _bar(track: Track, start: date, end: date) -> Bar:
    stones = [each for each in track.milestones if start <= each.day <= end]
    places = [round(place(each.day, start, end), 2) for each in stones]
    marks = tuple(_mark(each, x, places) for each, x in zip(stones, places, strict=True))
    if track.start is None or track.finish is None or track.finish < start or track.start > end:
        return Bar(track, 0.0, None, 0.0, marks)
    left = max(0.0, place(track.start, start, end))
    right = min(100.0, place(track.finish, start, end))
    full_left, full_right = place(track.start, start, end), place(track.finish, start, end)
    done_until = full_left + (full_right - full_left) * (track.complete or 0.0)
    done = max(0.0, min(right, done_until) - left)
    return Bar(track, round(left, 2), round(max(0.4, right - left), 2), round(done, 2), marks)


def _mark(milestone: Milestone, x: float, places: Sequence[float]) -> Mark:
    right = min((other for other in places if other > x), default=100.0) - x
    left = x - max((other for other in places if other < x), default=0.0)
    wide, narrow = (_needed(milestone.name, width) for width in (_WIDE, _NARROW))
    is_left = right < wide and left >= wide
    room = left if is_left else right
    return Mark(
        x,
        milestone.name,
        milestone.late,
        label_end=is_left,
        day=milestone.day,
        labeled=milestone.labeled and room >= wide,
        is_wide_only=room < narrow,
    )


def _needed(name: str, width: int) -> float:
    """The share of an axis of so many pixels that a label takes, in percent, with the marks on both sides of it."""
    drawn = name[:LABEL_LENGTH]
    pixels = sum(_FULL if east_asian_width(letter) in "WF" else _HALF for letter in drawn)
    return 100.0 * (pixels + _AIR) / width


def quarter_ticks(start: date, end: date, fiscal_start: int) -> tuple[Tick, ...]:
    """Quarter starts within the axis, named by fiscal year and quarter; the first tick names the year too."""
    ticks: list[Tick] = []
    for year in range(start.year, end.year + 1):
        for month in range(1, 13):
            first = date(year, month, 1)
            offset = (month - fiscal_start) % 12
            if offset % 3 or not start <= first < end:
                continue
            fiscal = year if month >= fiscal_start else year - 1
            quarter = offset // 3 + 1
            ticks.append(Tick(round(place(first, start, end), 2), fiscal, quarter, quarter == 1 or not ticks))
    return tuple(ticks)

"""Crashing: the cheapest way to shorten a plan, in abstract time.

A linear program (Fulkerson 1961; Kelley 1961): minimize the cost of the reductions so that every link holds and the
finish is met. Each unit of an activity's reduction costs the same; steps and discounts are outside of it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import TypeAlias

from projects.domain.schedule.errors import InvalidActivityError
from projects.domain.schedule.frame import build_frame
from projects.domain.schedule.model import Activity, ActivityId, Link, Rules
from projects.domain.schedule.network import Network, build_network

# One inequality of the program: its coefficients by column, and what their sum may reach.
Row: TypeAlias = tuple[dict[int, float], float]
# Reductions are told to this many digits; the solver works to about one more.
DIGITS = 7


@dataclass(frozen=True, slots=True)
class CrashOption:
    """What a unit less of an activity's duration costs, and how many units may go."""

    id: Hashable
    cost_per_unit: float
    most: float


@dataclass(frozen=True, slots=True)
class CrashPlan:
    """The least cost of a finish, and the reduction of each activity that is shortened."""

    finish: float
    cost: float
    reductions: Mapping[ActivityId, float]


def crash(
    activities: Iterable[Activity], links: Iterable[Link], options: Iterable[CrashOption], *, finish: float
) -> CrashPlan | None:
    """Find the cheapest reductions that bring the plan to a finish; None where even all of them do not.

    Durations, links of all kinds and lags count; dates and progress do not. Raises a ScheduleError that names the
    circle, the unknown activity, or the option that is negative or takes more than its activity's duration.
    """
    network = build_network(activities, links, build_frame(None, Rules(), None, None, None))
    choices = {option.id: option for option in options}
    _check(network, choices)
    durations = [float(activity.duration) for activity in network.activities]
    size = len(durations)
    rows = [
        _row_of_link(arc[1], arc[2], (arc[3], arc[4]), arc[5], durations) for arcs in network.arcs_in for arc in arcs
    ]
    rows += [
        ({number: 1.0, size + number: -1.0}, float(finish) - duration) for number, duration in enumerate(durations)
    ]
    bought = [choices.get(activity.id) for activity in network.activities]
    reductions = _solved(rows, bought)
    if reductions is None:
        return None
    cost = sum(float(option.cost_per_unit) * less for option, less in zip(bought, reductions, strict=True) if option)
    named = {one.id: less for one, less in zip(network.activities, reductions, strict=True) if less}
    return CrashPlan(finish, round(cost, DIGITS), named)


def _check(network: Network, choices: Mapping[ActivityId, CrashOption]) -> None:
    durations = {activity.id: activity.duration for activity in network.activities}
    for key, option in choices.items():
        if key not in durations:
            raise InvalidActivityError(f"A reduction names the unknown activity {key}.", key)
        if option.cost_per_unit < 0 or not 0 <= option.most <= durations[key]:
            raise InvalidActivityError(f"Activity {key} cannot be shortened by {option.most}.", key)


def _row_of_link(before: int, after: int, ends: tuple[bool, bool], lag: float, durations: Sequence[float]) -> Row:
    """The end of the predecessor that counts, plus the lag, less the end of the successor that waits, is at most 0."""
    size = len(durations)
    from_finish, to_start = ends
    row: dict[int, float] = {before: 1.0, after: -1.0}
    room = -float(lag)
    if from_finish:
        row[size + before] = -1.0
        room -= durations[before]
    if not to_start:
        row[size + after] = 1.0
        room += durations[after]
    return row, room


def _solved(rows: Sequence[Row], bought: Sequence[CrashOption | None]) -> list[float] | None:
    """Solve for the starts, whose cost is nothing, and the reductions; only the reductions are told."""
    if not bought:
        return []
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415  for those alone who shorten a plan
    from scipy.sparse import coo_array  # noqa: PLC0415  the same

    size = len(bought)
    places = [(number, column, factor) for number, (row, _) in enumerate(rows) for column, factor in row.items()]
    lines, columns, factors = zip(*places, strict=True)
    matrix = coo_array((factors, (lines, columns)), shape=(len(rows), 2 * size)).tocsr()
    most = [inf] * size + [option.most if option else 0 for option in bought]
    found = milp(
        [0.0] * size + [option.cost_per_unit if option else 0.0 for option in bought],
        bounds=Bounds([0] * 2 * size, most),
        constraints=LinearConstraint(matrix, [-inf] * len(rows), [room for _, room in rows]),
    )
    return None if found.x is None else [round(float(less), DIGITS) for less in found.x[size:]]

"""Float and criticality: how much an activity may slip, and which ones may not."""

from __future__ import annotations

from collections.abc import Sequence

from projects.domain.schedule.backward import Backward
from projects.domain.schedule.clocks import between, later
from projects.domain.schedule.forward import Forward
from projects.domain.schedule.frame import Frame
from projects.domain.schedule.model import CriticalBy
from projects.domain.schedule.network import Arc, Network

# Sums of binary fractions miss each other by this share of the plan's length, minutes since the epoch by this much.
NOISE_SHARE = 1e-9
NOISE_MINUTES = 1e-5


def noise_of(forward: Forward, frame: Frame) -> float:
    """How little float is rounding and not room; plans in whole numbers or Decimals have none to begin with."""
    if frame.calendar is not None:
        return NOISE_MINUTES
    return NOISE_SHARE * float(max(forward.finishes, default=frame.start) - frame.start)


def total_floats(network: Network, forward: Forward, late: Backward, noise: float) -> list[float | None]:
    """Working time from early to late finish on the activity's own calendar; None for a complete activity.

    LS - ES gives the same figure there, for both passes lay the same work on the same calendar. What is only noise
    is 0, so that a chain of 0.1, 0.2 and 0.3 days is critical from end to end.
    """
    floats: list[float | None] = [
        last - first if clock is None else clock.between(first, last)
        for first, last, clock in zip(forward.finishes, late.finishes, network.clocks, strict=True)
    ]
    for number in network.known:
        if network.activities[number].complete:
            floats[number] = None
    return _without_noise(floats, noise)


def _without_noise(floats: list[float | None], noise: float) -> list[float | None]:
    return [0 if type(slack) is float and -noise <= slack <= noise else slack for slack in floats]


def free_floats(network: Network, frame: Frame, forward: Forward, end: float, noise: float) -> list[float | None]:
    """How far an activity may slip before the early date of a successor or the finish moves; None when complete."""
    floats: list[float | None] = []
    each_end = frame.rules.each_end_critical
    complete = {number for number in network.known if network.activities[number].complete}
    for number, arcs in enumerate(network.arcs_out):
        if number in complete:
            floats.append(None)
        elif each_end and not arcs:
            floats.append(0)
        elif network.clocks[number] is None and not network.known:
            floats.append(_plain_slack(arcs, forward, end - forward.finishes[number]))
        else:
            floats.append(_slack(number, network, forward, complete, end))
    return _without_noise(floats, noise)


def _plain_slack(arcs: Sequence[Arc], forward: Forward, slack: float) -> float:
    """The least slack of an activity's links in abstract time, before anything is done or typed."""
    starts, finishes = forward.starts, forward.finishes
    for _, number, successor, from_finish, to_start, lag, _ in arcs:
        target = starts[successor] if to_start else finishes[successor]
        room = target - lag - (finishes[number] if from_finish else starts[number])
        if room < slack:  # noqa: PLR1730  the call of min costs a fifth of the pass
            slack = room
    return slack


def _slack(number: int, network: Network, forward: Forward, complete: set[int], end: float) -> float:
    """The least slack of an activity's links, in working time of its calendar."""
    started, own = network.activities[number].started, network.clocks[number]
    slack = between(own, forward.finishes[number], end)
    for _, _, successor, from_finish, to_start, lag, clock in network.arcs_out[number]:
        if successor in complete or (started and not from_finish):
            continue
        target = forward.work[successor] if to_start else forward.finishes[successor]
        if lag:
            target = target - lag if clock is None else clock.back(target, lag)
        origin = forward.finishes[number] if from_finish else forward.starts[number]
        slack = min(slack, between(own, origin, target))
    return slack


def critical_numbers(
    network: Network, frame: Frame, forward: Forward, floats: list[float | None], noise: float
) -> list[bool]:
    """Tell the critical activities by the rule chosen; a complete activity is never critical."""
    if frame.rules.critical_by is CriticalBy.LONGEST_PATH:
        return _on_longest_path(network, forward, noise)
    largest = float(frame.rules.critical_threshold) + noise
    return [slack is not None and slack <= largest for slack in floats]


def _on_longest_path(network: Network, forward: Forward, noise: float) -> list[bool]:
    """Walk back from the last finish along every link that holds its successor where it stands."""
    last = max(forward.finishes, default=0)
    found = [last - finish <= noise for finish in forward.finishes]
    for number in reversed(network.order):
        if not found[number]:
            continue
        for _, predecessor, _, from_finish, to_start, lag, clock in network.arcs_in[number]:
            instant = forward.finishes[predecessor] if from_finish else forward.starts[predecessor]
            if lag:
                instant = later(clock, instant, lag)
            held = forward.work[number] if to_start else forward.finishes[number]
            if between(network.clocks[number], instant, held) <= noise:
                found[predecessor] = True
    return [on_path and not activity.complete for on_path, activity in zip(found, network.activities, strict=True)]

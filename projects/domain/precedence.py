"""Who waits for whom: the links of a network as numbers, in an order that they allow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from graphlib import CycleError as LoopFound
from graphlib import TopologicalSorter
from math import isfinite

from projects.domain.schedule.errors import CycleError, DuplicateActivityError, InvalidLinkError
from projects.domain.schedule.model import ActivityId, Link, LinkKind
from projects.domain.schedule.network import endless_lag


@dataclass(frozen=True, slots=True)
class Arc:
    """One link as its successor sees it: the predecessor's number, the ends it ties, and the lag."""

    predecessor: int
    from_finish: bool
    to_start: bool
    lag: float
    link: Link


@dataclass(frozen=True, slots=True)
class Precedence:
    """Activities by their place in the input: `incoming` arcs of each, and an `order` from first to last."""

    order: tuple[int, ...]
    incoming: tuple[tuple[Arc, ...], ...]


def precedence(ids: Sequence[ActivityId], links: Iterable[Link]) -> Precedence:
    """Number the activities and order them.

    Raises DuplicateActivityError, InvalidLinkError (unknown activity or kind) and CycleError with the loop.
    """
    numbers: dict[ActivityId, int] = {}
    for number, key in enumerate(ids):
        if numbers.setdefault(key, number) != number:
            raise DuplicateActivityError(f"Activity {key} occurs twice.", key)
    incoming: list[list[Arc]] = [[] for _ in ids]
    for link in links:
        incoming[_number(link.successor, link, numbers)].append(_arc(link, numbers))
    return Precedence(_order(ids, incoming), tuple(tuple(arcs) for arcs in incoming))


def _arc(link: Link, numbers: dict[ActivityId, int]) -> Arc:
    if link.kind not in LinkKind.__members__:
        message = f"The link from {link.predecessor} to {link.successor} has the unknown kind {link.kind}."
        raise InvalidLinkError(message, link.kind)
    predecessor = _number(link.predecessor, link, numbers)
    if not isfinite(link.lag):
        raise endless_lag(link)
    return Arc(predecessor, link.kind.startswith("F"), link.kind.endswith("S"), link.lag, link)


def _number(key: ActivityId, link: Link, numbers: dict[ActivityId, int]) -> int:
    if key not in numbers:
        message = f"A link from {link.predecessor} to {link.successor} names the unknown activity {key}."
        raise InvalidLinkError(message, key)
    return numbers[key]


def _order(ids: Sequence[ActivityId], incoming: Sequence[Sequence[Arc]]) -> tuple[int, ...]:
    waiting = {number: [arc.predecessor for arc in arcs] for number, arcs in enumerate(incoming)}
    try:
        return tuple(TopologicalSorter(waiting).static_order())
    except LoopFound as found:
        loop = found.args[1][:-1]
        raise CycleError([ids[number] for number in loop]) from None

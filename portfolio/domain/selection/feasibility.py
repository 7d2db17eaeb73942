"""An independent reading of the rules: what a choice breaks, from the problem's own words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from portfolio.domain.exact import exact
from portfolio.domain.selection.problem import Limits, Problem, Start


@dataclass(frozen=True, slots=True)
class Violation:
    """A broken rule: its kind, the budget, skill, candidate or bucket, and by how much."""

    kind: str
    item: str
    excess: float


def violations(problem: Problem, starts: Mapping[str, int]) -> tuple[Violation, ...]:
    """Return every rule that the candidates of `starts` (id to start) break; empty if valid.

    Kinds: `unknown_start`, `budget` (by place), `capacity` (skill / period), `requires` (i / j), `exclusive`,
    `mandatory`, `max_count`, `minimum`. Written apart from the solver's rows so that each checks the other.
    """
    checked = problem.checked()
    options = {(each.id, option.start): option for each in checked.candidates for option in each.options}
    missing = [name for name, start in starts.items() if (name, start) not in options]
    if missing:
        return tuple(Violation("unknown_start", name, 1.0) for name in missing)
    taken = [options[each] for each in starts.items()]
    return (*_amounts(checked, taken), *_relations(checked, starts), *_counts(checked, starts))


def _amounts(problem: Problem, taken: list[Start]) -> Iterator[Violation]:
    used = [sum((exact(each.costs[place]) for each in taken), Fraction()) for place in range(len(problem.budgets))]
    yield from _over("budget", "", problem.budgets, used)
    for skill, limits in problem.capacities.items():
        needs = [each.demands[skill] for each in taken if skill in each.demands]
        used = [sum((exact(need[period]) for need in needs), Fraction()) for period in range(len(limits))]
        yield from _over("capacity", f"{skill} / ", limits, used)


def _over(kind: str, prefix: str, limits: Limits, used: list[Fraction]) -> Iterator[Violation]:
    for place, (limit, amount) in enumerate(zip(limits, used, strict=True)):
        if limit is not None and amount > exact(limit):
            yield Violation(kind, f"{prefix}{place}", float(amount - exact(limit)))


def _relations(problem: Problem, starts: Mapping[str, int]) -> Iterator[Violation]:
    for needing, needed in problem.requires:
        if needing in starts and starts.get(needed, starts[needing] + 1) > starts[needing]:
            yield Violation("requires", f"{needing} / {needed}", 1.0)
    for group in problem.exclusive:
        chosen = sorted(str(name) for name in set(group) if name in starts)
        if len(chosen) > 1:
            yield Violation("exclusive", " / ".join(chosen), float(len(chosen) - 1))


def _counts(problem: Problem, starts: Mapping[str, int]) -> Iterator[Violation]:
    yield from (Violation("mandatory", name, 1.0) for name in problem.mandatory if name not in starts)
    if problem.max_count is not None and len(starts) > problem.max_count:
        yield Violation("max_count", str(problem.max_count), float(len(starts) - problem.max_count))
    for bucket, minimum in problem.minimums.items():
        count = sum(bucket in each.buckets for each in problem.candidates if each.id in starts)
        if count < minimum:
            yield Violation("minimum", bucket, float(minimum - count))

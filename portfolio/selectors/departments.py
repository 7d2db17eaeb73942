"""What the projects of each department and all below it come to, over what the viewer may see."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count

from pmo_site.accounts.directory import department_tree
from pmo_site.accounts.policy import Actor
from pmo_site.accounts.rights import Right
from pmo_site.kernel.tree import line
from portfolio.domain.budgets import BudgetSum, budget_sums
from portfolio.selectors.health import WORST_FIRST
from portfolio.selectors.lights import LightRow, lights
from portfolio.selectors.newest import NO_DEPARTMENT, judged_projects, judged_until
from projects.models import Project


@dataclass(frozen=True, slots=True)
class Totals:
    """What some projects come to.

    `projects` counts those that the viewer may see, `unjudged` those of them without a light, `left_out` those that
    the viewer may not see. `unknown` counts projects without a budget, `hidden` those whose money is closed.
    """

    levels: tuple[tuple[str, int], ...]
    projects: int
    unjudged: int
    left_out: int
    budgets: tuple[BudgetSum, ...]
    unknown: int
    hidden: int

    @property
    def order(self) -> tuple[int, ...]:
        """Worst first: by the number of red lights, then of amber ones, and so on."""
        return tuple(-count for _, count in self.levels)


@dataclass(frozen=True, slots=True)
class DepartmentTotals:
    """One department with all below it; `key` None stands for the projects that belong to none.

    `depth` is how far below a root it stands, `parent` the department above it.
    """

    key: UUID | None
    name: str
    totals: Totals
    depth: int = 0
    parent: UUID | None = None

    @property
    def code(self) -> str:
        """The department as filters name it."""
        return str(self.key) if self.key else NO_DEPARTMENT


@dataclass(frozen=True, slots=True)
class DepartmentPicture:
    """Every department with projects in it or below it, and the organization as a whole.

    Worst first among those under the same parent; what stands below a department follows it.
    """

    departments: tuple[DepartmentTotals, ...]
    whole: Totals


def department_picture(actor: Actor, *, as_of: date | None = None) -> DepartmentPicture:
    """Totals per department and of the organization, summed at read; five queries, however many projects.

    A department counts each project below it once; the organization is summed from the projects, not from the lines.
    """
    rows = lights(actor, as_of=as_of)
    every, seen = _counted(actor, None, as_of), _counted(actor, Right.HEALTH_VIEW, as_of)
    tree = department_tree()
    parents: dict[UUID | None, UUID | None] = {key: parent for key, (_name, parent) in tree.items()}
    above = {key: tuple(line(key, parents)) if key else (None,) for key in every}
    lit, every_of, seen_of = defaultdict(list), Counter[UUID | None](), Counter[UUID | None]()
    for row in rows:
        for key in above[row.department]:
            lit[key].append(row)
    for found, counts in ((every_of, every), (seen_of, seen)):
        for department, count in counts.items():
            found.update(dict.fromkeys(above[department], count))
    lines = {
        key: DepartmentTotals(
            key,
            tree[key][0] if key else "",
            _totals(lit[key], count, every_of[key]),
            len(list(line(key, parents))) - 1 if key else 0,
            parents.get(key),
        )
        for key, count in seen_of.items()
        if count
    }
    whole = _totals(rows, sum(seen.values()), sum(every.values()))
    return DepartmentPicture(tuple(_from_roots(lines.values(), None, set())), whole)


def _from_roots(
    lines: Collection[DepartmentTotals], parent: UUID | None, passed: set[UUID | None]
) -> Iterator[DepartmentTotals]:
    """The lines below a department, worst first, each followed by its own; a loop in the tree is walked once."""
    here = [each for each in lines if each.parent == parent and each.key not in passed]
    for each in sorted(here, key=lambda each: (each.totals.order, each.name)):
        passed.add(each.key)
        yield each
        if each.key is not None:
            yield from _from_roots(lines, each.key, passed)


def _counted(actor: Actor, right: Right | None, as_of: date | None) -> dict[UUID | None, int]:
    """How many projects each department has: all of them, or those on which the actor holds a right; one query."""
    projects = Project.objects.get_queryset() if right is None else Project.objects.visible_to(actor, right)
    rows = judged_projects(projects, judged_until(as_of)).order_by().values("department_id").annotate(count=Count("pk"))
    return dict(rows.values_list("department_id", "count"))


def _totals(rows: Sequence[LightRow], seen: int, every: int) -> Totals:
    counts = Counter(row.level for row in rows)
    budgets = [row.budget for row in rows if row.budget]
    return Totals(
        levels=tuple((level.value, counts[level]) for level in WORST_FIRST),
        projects=seen,
        unjudged=seen - len(rows),
        left_out=every - seen,
        budgets=budget_sums(budgets),
        unknown=sum(budget.latest is None for budget in budgets),
        hidden=len(rows) - len(budgets),
    )

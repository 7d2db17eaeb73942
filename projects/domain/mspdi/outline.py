"""The outline of a plan: which tasks carry work and which only sum others up."""

from __future__ import annotations

from itertools import zip_longest
from typing import Final

from projects.domain.mspdi.plan import Plan
from projects.domain.mspdi.tasks import Task

_DEEPEST: Final = 100


def leaves(plan: Plan) -> dict[int, tuple[Task, ...]]:
    """The tasks with work of their own below each task, by UID; of such a task itself, that task alone.

    The order of the file and the outline levels make the outline; whatever the file says, a summary is a task with
    others below it (down to the hundredth level), and the task with UID 0. Empty rows, inactive tasks and tasks of
    other projects are not in it.
    """
    rows = [task for task in plan.tasks if _has_work(task)]
    below: dict[int, list[Task]] = {row.uid: [] for row in rows}
    above: list[Task] = []
    for row, following in zip_longest(rows, rows[1:]):
        level = row.outline_level or 0
        while above and (above[-1].outline_level or 0) >= level:
            above.pop()
        is_above = following is not None and (following.outline_level or 0) > level
        if row.uid == 0 or (is_above and len(above) < _DEEPEST):
            above.append(row)
            continue
        below[row.uid].append(row)
        for summary in above:
            below[summary.uid].append(row)
    return {uid: tuple(found) for uid, found in below.items()}


def _has_work(task: Task) -> bool:
    return not task.is_null and not task.external and task.active is not False

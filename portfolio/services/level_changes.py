"""Telling people of a changed level: one notice per project and day, never a flood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from pmo_site.kernel.evidence import RowReference
from pmo_site.notifications.services.notices import notice_give
from portfolio.selectors.audience import audiences

LEVEL_CHANGE = "level_change"


@dataclass(frozen=True, slots=True)
class LevelChange:
    """A project whose computed overall level is another than before."""

    project_id: UUID
    before: str
    after: str


def level_changes_tell(changes: Sequence[LevelChange], *, day: date) -> int:
    """Tell who answers for each project and the PMO; returns how many notices were given."""
    if not changes:
        return 0
    people = audiences([change.project_id for change in changes], day)
    return sum(
        notice_give(
            kind=LEVEL_CHANGE,
            people=people[change.project_id],
            subject=RowReference("projects.project", change.project_id),
            facts={"before": change.before, "after": change.after},
            url_name="portfolio:health",
            url_parts={"project_id": str(change.project_id)},
        )
        for change in changes
    )

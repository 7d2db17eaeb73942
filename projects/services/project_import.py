"""Bringing a list of projects in: all rows or none, every row accounted for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from pmo_site.accounts.models import Department
from pmo_site.accounts.policy import Actor, require
from pmo_site.accounts.roles import Right
from pmo_site.exchange.mapping import Mapped, Rejection, TableMapping
from pmo_site.exchange.models import ImportEffect, ImportRun
from pmo_site.kernel import clock
from projects.models import Project
from projects.models.project import MONEY_FIELDS
from projects.services.import_plan import Plan, PlannedRow, plan_import, sources_of

_BATCH = 200


@dataclass(slots=True)
class ImportReport:
    """What became of each row, by the rows' numbers, and of the departments that they name."""

    created: list[int] = field(default_factory=list)
    updated: list[int] = field(default_factory=list)
    unchanged: list[int] = field(default_factory=list)
    rejections: tuple[Rejection, ...] = ()
    departments_created: int = 0

    @property
    def rejected(self) -> list[int]:
        """Numbers of the rows that were rejected."""
        return sorted({rejection.row for rejection in self.rejections})


def projects_plan(*, actor: Actor, mapped: Mapped, mapping: TableMapping | None = None, as_of: date | None) -> Plan:
    """What an import would do; nothing is stored. Money is brought by who may change it."""
    require(actor, Right.DATA_IMPORT)
    if any(name in row.values for row in mapped.rows for name in MONEY_FIELDS):
        require(actor, Right.MONEY_CHANGE)
    sources = sources_of(mapping.columns) if mapping else {}
    return plan_import(mapped, sources=sources, as_of=as_of, today=actor.today)


def projects_import(
    *, actor: Actor, mapped: Mapped, mapping: TableMapping | None = None, as_of: date | None = None
) -> ImportReport:
    """Create and update projects by their code; one rejected row and nothing is stored.

    An empty cell never erases; departments are created by exact folded name; no manager is invented. `as_of` is
    the day of the list where its rows carry none: it dates the projects that had no date so far.
    """
    with transaction.atomic():
        plan = projects_plan(actor=actor, mapped=mapped, mapping=mapping, as_of=as_of)
        if plan.rejections:
            return ImportReport(rejections=plan.rejections)
        plan_store(plan)
    return report_of(plan)


def report_of(plan: Plan) -> ImportReport:
    """A plan as the numbers of its rows."""
    created, updated, unchanged = (
        [row.number for row in rows] for rows in (plan.created, plan.updated, plan.unchanged)
    )
    return ImportReport(created, updated, unchanged, plan.rejections, len(plan.departments))


def plan_store(plan: Plan, run: ImportRun | None = None) -> None:
    """Store what a plan says, and for a run what it takes to undo it."""
    created, updated = plan.created, plan.updated
    Department.objects.bulk_create(plan.departments)
    Project.objects.bulk_create([row.project for row in created], batch_size=_BATCH)
    _update([row.project for row in updated], {name for row in updated for name, _before, _after in row.changes})
    if run is not None:
        effects = [_effect(run, row) for row in (*created, *updated)]
        ImportEffect.objects.bulk_create(effects, batch_size=_BATCH)


def _update(projects: Sequence[Project], changed: set[str]) -> None:
    now = clock.now()
    for project in projects:
        project.version += 1
        project.updated_at = now
    if projects:
        Project.objects.bulk_update(projects, sorted({*changed, "version", "updated_at"}), batch_size=_BATCH)


def _effect(run: ImportRun, row: PlannedRow) -> ImportEffect:
    before = {name: _stored(value) for name, value, _after in row.changes}
    project = row.project
    return ImportEffect(
        run=run,
        row=row.number,
        record_id=project.pk,
        label=project.code,
        created=row.created,
        before=before,
        version=project.version,
    )


def _stored(value: Any) -> str | None:  # noqa: ANN401  any column's value
    return None if value is None else str(value)

"""Bringing a list of projects in: all rows or none, every row accounted for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from pmo_site.accounts.models import Department
from pmo_site.accounts.policy import Actor, require
from pmo_site.accounts.roles import Right
from pmo_site.exchange.mapping import Mapped, MappedRow, Rejection
from pmo_site.kernel import clock
from pmo_site.kernel.parsing import fold
from projects.imports import IMPORTED_STATUS
from projects.models import Project

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


def projects_import(*, actor: Actor, mapped: Mapped, as_of: date | None = None) -> ImportReport:
    """Create and update projects by their code; one rejected row and nothing is stored.

    An empty cell never erases; departments are created by exact folded name; no manager is invented. `as_of` is
    the day of the list where its rows carry none: it dates the projects that had no date so far.
    """
    require(actor, Right.DATA_IMPORT)
    if mapped.rejections:
        return ImportReport(rejections=mapped.rejections)
    report = ImportReport()
    with transaction.atomic():
        departments, report.departments_created = _departments(mapped.rows)
        codes = [row.values["code"] for row in mapped.rows]
        known = {project.code: project for project in Project.objects.select_for_update().filter(code__in=codes)}
        created: list[Project] = []
        updated: list[Project] = []
        changed: set[str] = set()
        for row in mapped.rows:
            values = _values(row, departments)
            project = known.get(row.values["code"])
            if project is None:
                created.append(_new(values, as_of))
                report.created.append(row.number)
            elif names := _apply(project, values, as_of):
                updated.append(project)
                changed |= names
                report.updated.append(row.number)
            else:
                report.unchanged.append(row.number)
        _store(created, updated, changed)
    return report


def _departments(rows: Iterable[MappedRow]) -> tuple[dict[str, Department], int]:
    names = {fold(row.values["department"]): row.values["department"] for row in rows if "department" in row.values}
    found = {
        department.folded_name: department
        for department in Department.objects.filter(folded_name__in=names).order_by("-created_at")
    }
    missing = [Department(name=name, folded_name=key) for key, name in sorted(names.items()) if key not in found]
    Department.objects.bulk_create(missing)
    return found | {department.folded_name: department for department in missing}, len(missing)


def _values(row: MappedRow, departments: Mapping[str, Department]) -> dict[str, Any]:
    values = dict(row.values)
    if "name" in values:
        values["folded_name"] = fold(values["name"])
    if "department" in values:
        values["department_id"] = departments[fold(values.pop("department"))].pk
    return values


def _new(values: Mapping[str, Any], as_of: date | None) -> Project:
    return Project(**{"status": IMPORTED_STATUS.value, "data_as_of": as_of, **values})


def _apply(project: Project, values: Mapping[str, Any], as_of: date | None) -> set[str]:
    """Set what differs; the names of what did."""
    wanted = dict(values)
    if project.data_as_of is None and as_of is not None:
        wanted.setdefault("data_as_of", as_of)
    changed = {name: value for name, value in wanted.items() if getattr(project, name) != value}
    for name, value in changed.items():
        setattr(project, name, value)
    return set(changed)


def _store(created: list[Project], updated: list[Project], changed: set[str]) -> None:
    Project.objects.bulk_create(created, batch_size=_BATCH)
    if not updated:
        return
    now = clock.now()
    for project in updated:
        project.version += 1
        project.updated_at = now
    Project.objects.bulk_update(updated, sorted({*changed, "version", "updated_at"}), batch_size=_BATCH)

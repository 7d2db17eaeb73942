"""What an import would do, row by row: the same plan is shown before and applied after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from pmo_site.accounts.models import Department
from pmo_site.exchange.mapping import Mapped, MappedRow, Rejection
from pmo_site.exchange.models import ImportEffect
from pmo_site.kernel.parsing import fold
from projects.domain.project import ProjectFacts, ProjectStatus, problems
from projects.imports import IMPORTED_STATUS
from projects.models import Project

FOLDED_LENGTH = Project._meta.get_field("folded_name").max_length


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A row that was understood, the project that it becomes, and what changes: field, before, after.

    `project` already carries the new values; it is stored by whoever applies the plan.
    """

    number: int
    project: Project
    created: bool
    changes: tuple[tuple[str, Any, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """Every row of a file: created, updated, unchanged or rejected."""

    rows: tuple[PlannedRow, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    departments: tuple[Department, ...] = field(default=())

    @property
    def created(self) -> list[PlannedRow]:
        """Rows whose projects are new."""
        return [row for row in self.rows if row.created]

    @property
    def updated(self) -> list[PlannedRow]:
        """Rows that change their projects."""
        return [row for row in self.rows if row.changes and not row.created]

    @property
    def unchanged(self) -> list[PlannedRow]:
        """Rows that say what stands already."""
        return [row for row in self.rows if not row.changes and not row.created]


def plan_import(mapped: Mapped, *, sources: Mapping[str, str], as_of: date | None, today: date) -> Plan:
    """Compare every row with what stands, and lock what it would change until the transaction ends.

    An empty cell never erases. Departments are found by folded name and otherwise new; a project that an undone
    import had put away comes back. `sources` names the columns of fields, for the reasons of rejected rows.
    """
    known, departments = _known(mapped.rows), _departments(mapped.rows)
    revivable = _revivable(known.values())
    rows: list[PlannedRow] = []
    rejections = list(mapped.rejections)
    for row in mapped.rows:
        found = known.get(row.values["code"])
        planned = _planned(row, found, departments, as_of)
        if found is not None and found.pk in revivable:
            planned = _revived(planned)
        bad = list(_broken(planned, sources, today))
        rejections.extend(bad)
        if not bad:
            rows.append(planned)
    used = {row.project.department_id for row in rows}
    missing = tuple(each for each in departments.values() if each._state.adding and each.pk in used)
    return Plan(tuple(rows), tuple(sorted(rejections, key=lambda each: each.row)), missing)


def _known(rows: Iterable[MappedRow]) -> dict[str, Project]:
    codes = [row.values["code"] for row in rows]
    # In the order of ids, so that two imports at once wait for each other and never in a circle.
    found = Project.objects.select_for_update(of=("self",)).filter(code__in=codes).order_by("id")
    return {project.code: project for project in found}


def _departments(rows: Iterable[MappedRow]) -> dict[str, Department]:
    names = {fold(row.values["department"]): row.values["department"] for row in rows if "department" in row.values}
    found = {
        department.folded_name: department
        for department in Department.objects.filter(folded_name__in=names).order_by("-created_at")
    }
    return {key: found.get(key) or Department(name=name, folded_name=key) for key, name in sorted(names.items())}


def _revivable(projects: Iterable[Project]) -> set[Any]:
    archived = {project.pk: project.version for project in projects if project.archived_at is not None}
    undone = ImportEffect.objects.filter(record_id__in=archived, created=True, undone_version__isnull=False)
    return {key for key, version in undone.values_list("record_id", "undone_version") if archived[key] == version}


def _planned(
    row: MappedRow, project: Project | None, departments: Mapping[str, Department], as_of: date | None
) -> PlannedRow:
    values = dict(row.values)
    if "name" in values:
        values["folded_name"] = fold(values["name"])[:FOLDED_LENGTH]
    if "department" in values:
        values["department_id"] = departments[fold(values.pop("department"))].pk
    if project is None:
        new = Project(**{"status": IMPORTED_STATUS.value, "data_as_of": as_of, **values})
        return PlannedRow(row.number, new, created=True)
    if project.data_as_of is None and as_of is not None:
        values.setdefault("data_as_of", as_of)
    changes = tuple(
        (name, getattr(project, name), value) for name, value in values.items() if getattr(project, name) != value
    )
    for name, _before, after in changes:
        setattr(project, name, after)
    return PlannedRow(row.number, project, created=False, changes=changes)


def _revived(planned: PlannedRow) -> PlannedRow:
    change = ("archived_at", planned.project.archived_at, None)
    planned.project.archived_at = None
    return PlannedRow(planned.number, planned.project, created=False, changes=(*planned.changes, change))


def _broken(planned: PlannedRow, sources: Mapping[str, str], today: date) -> Iterator[Rejection]:
    """The rules of a project, asked where the row changes something; what stood wrong before is not the row's fault."""
    project = planned.project
    if not project.name:
        yield Rejection(planned.number, sources.get("name", ""), "name_needed")
    touched = {name for name, _before, _after in planned.changes}
    facts = {each.name: getattr(project, each.name) for each in fields(ProjectFacts)}
    facts["status"] = ProjectStatus(project.status)
    for problem in problems(ProjectFacts(**facts), today=today):
        start = problem.field.replace("_finish", "_start")
        if planned.created or touched & {problem.field, start}:
            yield Rejection(planned.number, sources.get(problem.field, sources.get(start, "")), problem.code)


def sources_of(columns: Sequence[Any]) -> dict[str, str]:
    """Columns of a file by the fields that they fill."""
    return {column.field: column.source for column in reversed(columns)}

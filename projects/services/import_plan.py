"""What becomes of the rows of a list of projects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any
from uuid import UUID

from pmo_site.accounts.models import Department
from pmo_site.exchange.kinds import Setting
from pmo_site.exchange.mapping import MappedRow, Rejection
from pmo_site.exchange.planning import Plan, PlannedRow, written
from pmo_site.exchange.selectors import undone_versions
from pmo_site.kernel.parsing import fold
from pmo_site.tenancy.versions import ARCHIVED
from projects.domain.project import ProjectFacts, ProjectStatus, problems
from projects.models import Project

IMPORTED_STATUS = ProjectStatus.ACTIVE
"""What a listed project is taken to be where the file does not say that it is completed."""
FOLDED_LENGTH = Project._meta.get_field("folded_name").max_length


class ProjectPlanner:
    """Creates and updates projects by their code.

    Departments are found by folded name and otherwise new; a project that an undone import had put away comes
    back. Who manages a project is never invented from a name. `as_of` dates the projects that had no date so far.
    """

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self._departments: dict[str, Department] = {}

    def plan(self, rows: Sequence[MappedRow], *, lock: bool) -> Plan:
        """Compare rows with the projects of their codes: three queries, whatever the number of rows."""
        self._meet_departments(rows)
        known = _known(rows, lock=lock)
        archived = {project.pk: project.version for project in known.values() if project.archived_at is not None}
        versions = undone_versions(archived) if archived else {}
        kept: list[PlannedRow] = []
        rejections: list[Rejection] = []
        for row in rows:
            found = known.get(row.values["code"])
            revives = found is not None and found.pk in archived and versions.get(found.pk) == archived[found.pk]
            planned = self._planned(row, found, revives=revives)
            bad = list(self._broken(planned))
            rejections.extend(bad)
            if not bad:
                kept.append(planned)
        return Plan(tuple(kept), tuple(rejections), self._new_names(kept), self._words(kept))

    def prepare(self, plan: Plan) -> None:
        """Store the departments that are new."""
        used = {getattr(row.record, "department_id", None) for row in plan.rows}
        new = [each for each in self._departments.values() if each._state.adding and each.pk in used]
        Department.objects.bulk_create(new)

    def _meet_departments(self, rows: Sequence[MappedRow]) -> None:
        named = {fold(row.values["department"]): row.values["department"] for row in rows if "department" in row.values}
        names = {key: name for key, name in named.items() if key not in self._departments}
        if names:
            found = Department.objects.filter(folded_name__in=names).order_by("-created_at")
            stand = {department.folded_name: department for department in found}
            for key, name in sorted(names.items()):
                self._departments[key] = stand.get(key) or Department(name=name, folded_name=key)

    def _new_names(self, rows: Iterable[PlannedRow]) -> tuple[str, ...]:
        used = {getattr(row.record, "department_id", None) for row in rows}
        return tuple(each.name for each in self._departments.values() if each._state.adding and each.pk in used)

    def _words(self, rows: Iterable[PlannedRow]) -> dict[UUID, str]:
        changes = [change for row in rows for change in row.changes if change[0] == "department_id"]
        if not changes:
            return {}
        before = Department.objects.filter(pk__in={change[1] for change in changes}).values_list("id", "name")
        return {**dict(before), **{each.pk: each.name for each in self._departments.values()}}

    def _planned(self, row: MappedRow, project: Project | None, *, revives: bool) -> PlannedRow:
        values = self._values(row)
        as_of = self.setting.as_of
        if project is None:
            new = Project(**{"status": IMPORTED_STATUS.value, "data_as_of": as_of, **values})
            return PlannedRow(row.number, new, new.code, new.name, created=True)
        if project.data_as_of is None and as_of is not None:
            values.setdefault("data_as_of", as_of)
        if revives:
            values["archived_at"] = None
        changes = written(project, values)
        return PlannedRow(row.number, project, project.code, project.name, created=False, changes=changes)

    def _values(self, row: MappedRow) -> dict[str, Any]:
        values = dict(row.values)
        if "name" in values:
            values["folded_name"] = fold(values["name"])[:FOLDED_LENGTH]
        if "department" in values:
            values["department_id"] = self._departments[fold(values.pop("department"))].pk
        return values

    def _broken(self, planned: PlannedRow) -> Iterator[Rejection]:
        """The rules of a project, asked where the row changes something; what stood wrong before is not its fault."""
        sources: Mapping[str, str] = self.setting.sources
        project = planned.record
        if not planned.name:
            yield Rejection(planned.number, sources.get("name", ""), "name_needed")
        touched = {name for name, _before, _after in planned.changes}
        if touched and getattr(project, "archived_at", None) is not None:
            yield Rejection(planned.number, sources.get("code", ""), ARCHIVED)
        facts = {each.name: getattr(project, each.name) for each in fields(ProjectFacts)}
        facts["status"] = ProjectStatus(facts["status"])
        for problem in problems(ProjectFacts(**facts), today=self.setting.actor.today):
            start = problem.field.replace("_finish", "_start")
            if planned.created or touched & {problem.field, start}:
                yield Rejection(planned.number, sources.get(problem.field, sources.get(start, "")), problem.code)


def _known(rows: Iterable[MappedRow], *, lock: bool) -> dict[str, Project]:
    found = Project.objects.filter(code__in=[row.values["code"] for row in rows]).order_by("id")
    return {project.code: project for project in (found.select_for_update(of=("self",)) if lock else found)}

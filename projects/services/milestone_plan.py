"""What becomes of the rows of a list of milestones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from pmo_site.exchange.kinds import Setting
from pmo_site.exchange.mapping import MappedRow, Rejection
from pmo_site.exchange.planning import Plan, PlannedRow, written
from projects.models import Milestone, Project


class MilestonePlanner:
    """Creates and updates milestones by their project's code and their name; projects must stand already."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting

    def plan(self, rows: Sequence[MappedRow], *, lock: bool) -> Plan:
        """Compare rows with the milestones of their projects: two queries, whatever the number of rows."""
        projects = _projects(rows)
        known = _known(rows, projects.values(), lock=lock)
        kept: list[PlannedRow] = []
        rejections: list[Rejection] = []
        for row in rows:
            project = projects.get(row.values["project"])
            bad = self._broken(row, project)
            if project is None or bad is not None:
                rejections.extend([bad] if bad else [])
                continue
            kept.append(_planned(row, project, known.get((project.pk, row.values["name"]))))
        return Plan(tuple(kept), tuple(rejections))

    def prepare(self, plan: Plan) -> None:
        """Milestones lean on nothing that an import would bring."""

    def _broken(self, row: MappedRow, project: Project | None) -> Rejection | None:
        sources = self.setting.sources
        if project is None:
            return Rejection(row.number, sources.get("project", ""), "unknown_project", row.values["project"])
        reached = row.values.get("actual_on")
        if reached and reached > self.setting.actor.today:
            return Rejection(row.number, sources.get("actual_on", ""), "actual_in_future", reached.isoformat())
        return None


def _projects(rows: Iterable[MappedRow]) -> dict[str, Project]:
    codes = {row.values["project"] for row in rows}
    return {project.code: project for project in Project.objects.current().filter(code__in=codes)}


def _known(rows: Iterable[MappedRow], projects: Iterable[Project], *, lock: bool) -> dict[tuple[UUID, str], Milestone]:
    names = {row.values["name"] for row in rows}
    found = Milestone.objects.filter(project__in=[project.pk for project in projects], name__in=names).order_by("id")
    stand = found.select_for_update(of=("self",)) if lock else found
    return {(milestone.project_id, milestone.name): milestone for milestone in stand}


def _planned(row: MappedRow, project: Project, milestone: Milestone | None) -> PlannedRow:
    values = {name: value for name, value in row.values.items() if name != "project"}
    if milestone is None:
        new = Milestone(project=project, **values)
        return PlannedRow(row.number, new, project.code, new.name, created=True)
    changes = written(milestone, values)
    return PlannedRow(row.number, milestone, project.code, milestone.name, created=False, changes=changes)

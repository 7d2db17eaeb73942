"""The kinds of project list that can be imported, by name, and how their words are understood."""

from __future__ import annotations

from collections.abc import Mapping

from pmo_site.exchange.mapping import Column, TableMapping
from pmo_site.exchange.parsers import day, money, start_of_year, text
from projects.domain.project import ProjectStatus

IMPORTED_STATUS = ProjectStatus.ACTIVE
"""What a listed project is taken to be where the file does not say that it is completed."""


def completed_status(cell: str) -> str | None:
    """A raw status that begins with "completed" completes the project; any other leaves its status alone."""
    return ProjectStatus.COMPLETED.value if cell.casefold().startswith("completed") else None


_IDENTITY = (
    Column("uniqueId", "code", text(80), required=True),
    Column("department", "department", text(200)),
)

GC_IT_PROJECTS_2022 = TableMapping(
    name="gc-it-projects-2022",
    key="code",
    columns=(
        *_IDENTITY,
        Column("projectName", "name", text(300), required=True),
        Column("description", "purpose", text(20_000)),
        Column("totalBudget", "latest_budget", money("CAD")),
        Column("estimatedCompletionDate", "forecast_finish", day),
        Column("asOfDate", "data_as_of", day),
    ),
    constants={"currency": "CAD"},
)
"""One year's list: its budget and date are the latest known, never the original."""

GC_IT_PROJECTS_COMBINED = TableMapping(
    name="gc-it-projects-combined",
    key="code",
    columns=(
        *_IDENTITY,
        Column("latestProjectName", "name", text(300), required=True),
        Column("latestDescription", "purpose", text(20_000)),
        Column("originalBudget", "original_budget", money("CAD")),
        Column("latestBudget", "latest_budget", money("CAD")),
        Column("originalEstimatedCompletionDate", "baseline_finish", day),
        Column("originalEstimatedCompletionDateSource", "baselined_on", start_of_year),
        Column("latestEstimatedCompletionDate", "forecast_finish", day),
        Column("estimatedStatus", "status", completed_status),
        Column("estimatedStatus", "imported_note", text(200)),
    ),
    constants={"currency": "CAD"},
)
"""Several years' lists put together: original and latest budget and finish, and an estimated status."""

MAPPINGS: Mapping[str, TableMapping] = {
    mapping.name: mapping for mapping in (GC_IT_PROJECTS_2022, GC_IT_PROJECTS_COMBINED)
}

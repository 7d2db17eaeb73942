"""What a list of projects can bring: the targets of its columns, and the lists that are known by name."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext_lazy as _

from pmo_site.exchange.guessing import Choice, Target
from pmo_site.exchange.mapping import Column
from pmo_site.exchange.parsers import day, link, number, percent, start_of_year, text
from pmo_site.exchange.targets import plain
from pmo_site.resources.targets import amount_target, choice_target, field_target
from projects.domain.project import ProjectStatus
from projects.registers import OF_PROJECT
from projects.resources import milestones, projects


def completed_status(cell: str) -> str | None:
    """A raw status that begins with "completed" completes the project; any other leaves its status alone."""
    return ProjectStatus.COMPLETED.value if cell.casefold().startswith("completed") else None


def _reported_year(source: str, choice: Choice) -> tuple[Column, ...]:  # noqa: ARG001  the currency says nothing here
    return (Column(source, "baselined_on", start_of_year),)


def _estimated_status(source: str, choice: Choice) -> tuple[Column, ...]:  # noqa: ARG001  the same
    return Column(source, "status", completed_status), Column(source, "imported_note", text(200))


TARGETS: Final = (
    field_target(projects, "code", text(80), required=True),
    field_target(projects, "name", text(300), required=True),
    field_target(projects, "reading", text(300)),
    field_target(projects, "purpose", text(20_000)),
    field_target(projects, "department", link(200)),
    choice_target(projects, "status"),
    choice_target(projects, "tier"),
    field_target(projects, "baseline_start", day),
    field_target(projects, "baseline_finish", day),
    Target(
        "baselined_year",
        _("Year of the first report"),
        "originalEstimatedCompletionDateSource,初回報告年",
        _reported_year,
    ),
    field_target(projects, "forecast_start", day),
    field_target(projects, "forecast_finish", day),
    field_target(projects, "actual_start", day),
    field_target(projects, "actual_finish", day),
    amount_target(projects, "original_budget"),
    amount_target(projects, "latest_budget"),
    amount_target(projects, "actual_cost"),
    field_target(projects, "percent_complete", percent),
    field_target(projects, "data_as_of", day),
    field_target(projects, "imported_note", text(20_000)),
    Target("estimated_status", _("Estimated status, kept as a note"), "estimated status", _estimated_status),
)
"""Where the columns of a list of projects can go; who manages a project is never invented from a name."""

MILESTONE_TARGETS: Final = (
    plain("project", _("Code of the project"), OF_PROJECT.names, text(80), required=True),
    field_target(milestones, "name", text(200), required=True),
    field_target(milestones, "baseline_on", day),
    field_target(milestones, "forecast_on", day),
    field_target(milestones, "actual_on", day),
    field_target(milestones, "weight", number(most=Decimal(99_999))),
)
"""Where the columns of a list of milestones can go."""

PRESETS: Mapping[str, Choice] = {
    "gc-it-projects-2022": Choice(
        {
            "uniqueId": "code",
            "department": "department",
            "projectName": "name",
            "description": "purpose",
            "totalBudget": "latest_budget",
            "estimatedCompletionDate": "forecast_finish",
            "asOfDate": "data_as_of",
        },
        "CAD",
    ),
    "gc-it-projects-combined": Choice(
        {
            "uniqueId": "code",
            "department": "department",
            "latestProjectName": "name",
            "latestDescription": "purpose",
            "originalBudget": "original_budget",
            "latestBudget": "latest_budget",
            "originalEstimatedCompletionDate": "baseline_finish",
            "originalEstimatedCompletionDateSource": "baselined_year",
            "latestEstimatedCompletionDate": "forecast_finish",
            "estimatedStatus": "estimated_status",
        },
        "CAD",
    ),
}
"""The lists that the product knows: one year's budget and date are the latest known, never the original."""

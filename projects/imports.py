"""What of projects can be imported; found and declared when the site starts."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from pmo_site.exchange.kinds import ImportKind, register_import_kind
from projects.import_targets import MILESTONE_TARGETS, PRESETS, TARGETS
from projects.models import Milestone, Project
from projects.models.project import MONEY_FIELDS
from projects.services.import_plan import ProjectPlanner
from projects.services.milestone_plan import MilestonePlanner

HEALTH_TASK: Final = "portfolio.compute_health_for"

PROJECTS: Final = ImportKind(
    key="projects",
    label=_("Projects"),
    model=Project,
    targets=TARGETS,
    keys=("code",),
    planner=ProjectPlanner,
    money_fields=frozenset(MONEY_FIELDS),
    archived="archived_at",
    presets=PRESETS,
    after=HEALTH_TASK,
    page="portfolio:overview",
)
MILESTONES: Final = ImportKind(
    key="milestones",
    label=_("Milestones"),
    model=Milestone,
    targets=MILESTONE_TARGETS,
    keys=("project", "name"),
    planner=MilestonePlanner,
    after=HEALTH_TASK,
    page="milestones:list",
)

register_import_kind(PROJECTS)
register_import_kind(MILESTONES)

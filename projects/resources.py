"""The registers of this app."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from pmo_site.accounts.directory import department_choices, departments_within
from pmo_site.accounts.policy import Actor
from pmo_site.accounts.rights import Right
from pmo_site.resources.fields import Amount, Choice, Computed, Currency, Day, Number, Percent, Reference, Text
from pmo_site.resources.resource import Condition, Menu, Rights, Sheet, Writes, organization_register
from projects.domain.project import FINISHED
from projects.models import Milestone, Project
from projects.registers import project_register
from projects.rights import project_people
from projects.selectors import managers_of, with_managers
from projects.services.milestone import milestone_create, milestone_delete, milestone_revise, milestone_undelete
from projects.services.project import project_archive, project_create, project_restore, project_revise
from projects.views.parts import manager_of

READING_HELP = _("In kana. Kana and Latin letters find the name by it.")
_SEES, _CHANGES = Right.MONEY_VIEW, Right.MONEY_CHANGE


def _late(actor: Actor) -> Q:
    return Q(forecast_finish__lt=actor.today) & ~Q(status__in=FINISHED)


def _unassigned(actor: Actor) -> Q:
    return ~Q(Exists(managers_of(actor.today).filter(project_id=OuterRef("pk"))))


projects = organization_register(
    Project,
    key="projects",
    rights=Rights(
        view=Right.PROJECT_VIEW,
        create=Right.PROJECT_CREATE,
        change=Right.PROJECT_CHANGE,
        remove=Right.PROJECT_ARCHIVE,
    ),
    fields=[
        Text("code", search="code", sort="code", help=_("Leave empty to get the next number.")),
        Text("name", search="folded_name", sort="folded_name", required=True),
        Text("reading", search="reading", help=READING_HELP),
        Text("purpose", long=True),
        Reference("department", department_choices, find=("name", "code"), sort="department__folded_name",
                  empty=_("Not assigned"), within=departments_within),
        Choice("tier", required=True, initial="standard"),
        Choice("status", required=True, initial="planned", sort="status"),
        Computed("manager", label=_("Manager"), value=manager_of, like=Reference, beside=True),
        Percent("percent_complete", label=_("Progress"), places=2, sort="percent_complete"),
        Day("baseline_start"),
        Day("baseline_finish", sort="baseline_finish"),
        Day("baselined_on", fixed=True),
        Day("forecast_start"),
        Day("forecast_finish", sort="forecast_finish", fiscal=True, is_due=True),
        Day("actual_start"),
        Day("actual_finish"),
        Currency("currency", right=_SEES, change_right=_CHANGES, required=True),
        Amount("original_budget", right=_SEES, change_right=_CHANGES),
        Amount("latest_budget", right=_SEES, change_right=_CHANGES, sort="latest_budget"),
        Amount("actual_cost", right=_SEES, change_right=_CHANGES),
        Text("imported_note", fixed=True, long=True),
        Day("data_as_of", fixed=True),
    ],
    columns="code name status department manager forecast_finish percent_complete latest_budget",
    filters="status tier department forecast_finish latest_budget",
    conditions=[
        Condition("late", _("Past its finish"), _late),
        Condition("unassigned", _("Without a manager"), _unassigned),
    ],
    form=[
        "name code",
        "reading",
        "purpose",
        "department tier",
        "status percent_complete",
        "baseline_start baseline_finish",
        "forecast_start forecast_finish",
        "actual_start actual_finish",
        "original_budget latest_budget",
        "actual_cost currency",
    ],
    sheet=Sheet(ja="案件一覧", en="Projects", key="code"),
    title="name",
    writes=Writes(project_create, project_revise, project_archive, project_restore),
    archives=True,
    rows=with_managers,
    also="detail",
    people=project_people,
    thread="comments",
    menu=Menu("briefcase", order=30, mobile=True),
)  # fmt: skip

milestones = project_register(
    Milestone,
    key="milestones",
    rights=Rights(view=Right.PROJECT_VIEW, create=Right.PROJECT_CHANGE, change=Right.PROJECT_CHANGE),
    fields=[
        Text("name", required=True, search="name", sort="name"),
        Day("baseline_on", label=_("Baseline"), sort="baseline_on"),
        Day("forecast_on", label=_("Forecast"), sort="forecast_on", is_due=True),
        Day("actual_on", label=_("Actual"), sort="actual_on"),
        Computed("slip_days", label=_("Slip"), value=lambda stone: stone.slip_days, like=Number),
        Number("weight", places=2, initial=1, required=True),
    ],
    columns="name baseline_on forecast_on actual_on slip_days",
    filters="baseline_on forecast_on",
    form=["name", "baseline_on forecast_on", "actual_on weight"],
    sheet=Sheet(ja="マイルストーン一覧", en="Milestones", key="name"),
    order="baseline_on",
    writes=Writes(milestone_create, milestone_revise, milestone_delete, milestone_undelete),
)

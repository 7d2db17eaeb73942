"""The registers of this app: portfolios, programs, and the places of projects in them."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from pmo_site.accounts.directory import people_choices
from pmo_site.accounts.policy import Actor
from pmo_site.accounts.rights import Right
from pmo_site.resources.fields import Computed, Day, Reference, Text
from pmo_site.resources.resource import Condition, Rights, Sheet, organization_register
from pmo_site.resources.services.simple import simple_writes
from portfolio.models import Placement, Portfolio, Program
from portfolio.selectors.structure import placed_on, portfolio_choices, program_choices, view_choices
from projects.models import Project
from projects.resources import READING_HELP

_RIGHTS = Rights(view=Right.PORTFOLIO_VIEW, create=Right.PORTFOLIO_MANAGE, change=Right.PORTFOLIO_MANAGE)

portfolios = organization_register(
    Portfolio,
    key="portfolios",
    rights=_RIGHTS,
    fields=[
        Text("code", required=True, search="code", sort="code"),
        Text("name", required=True, search="name", sort="name"),
        Text("reading", search="reading", help=READING_HELP),
        Text("purpose", long=True),
        Reference("owner", people_choices, find=("email",), empty=_("Not assigned")),
        Reference("view", view_choices, empty=_("None"), help=_("Projects of a shared view belong to it as well.")),
    ],
    columns="code name owner view",
    filters="owner",
    form=["code name", "reading", "purpose", "owner view"],
    sheet=Sheet(ja="ポートフォリオ一覧", en="Portfolios", key="code"),
    title="name",
    writes=simple_writes(Portfolio, _RIGHTS),
)

programs = organization_register(
    Program,
    key="programs",
    rights=_RIGHTS,
    fields=[
        Text("code", required=True, search="code", sort="code"),
        Text("name", required=True, search="name", sort="name"),
        Text("reading", search="reading", help=READING_HELP),
        Text("purpose", long=True),
        Reference("manager", people_choices, find=("email",), empty=_("Not assigned")),
        Reference("portfolio", portfolio_choices, find=("code", "name"), sort="portfolio__code", empty=_("None")),
    ],
    columns="code name portfolio manager",
    filters="portfolio manager",
    form=["code name", "reading", "purpose", "manager portfolio"],
    sheet=Sheet(ja="プログラム一覧", en="Programs", key="code"),
    title="name",
    writes=simple_writes(Program, _RIGHTS),
)


def _present(actor: Actor) -> Q:
    return placed_on(actor.today)


def _projects_to_place() -> QuerySet[Project]:
    return Project.objects.current().order_by("code")


placements = organization_register(
    Placement,
    key="placements",
    rights=_RIGHTS,
    fields=[
        Computed("code", label=_("Code"), value=lambda place: place.project.code, sort="project__code"),
        Reference("project", _projects_to_place, find=("code", "name"), sort="project__folded_name", required=True,
                  typed=True, help=_("The project's code.")),
        Reference("program", program_choices, find=("code", "name"), sort="program__code", empty=_("None")),
        Reference("portfolio", portfolio_choices, find=("code", "name"), sort="portfolio__code", empty=_("None")),
        Day("starts_on", required=True, sort="starts_on"),
        Day("ends_on", sort="ends_on"),
    ],
    columns="code project program portfolio starts_on ends_on",
    filters="program portfolio starts_on",
    conditions=[Condition("present", _("Holding today"), _present)],
    form=["project", "program portfolio", "starts_on ends_on"],
    sheet=Sheet(ja="所属一覧", en="Placements", key="code"),
    order="code",
    title="code",
    joins="project program portfolio",
    writes=simple_writes(Placement, _RIGHTS),
)  # fmt: skip

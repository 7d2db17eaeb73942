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
from projects.registers import CODE_NAMES
from projects.resources import NAME_NAMES, PURPOSE_NAMES, READING_HELP, READING_NAMES

_PORTFOLIO_NAMES = (
    "portfolio code,portfolio name,ポートフォリオコード,ポートフォリオ番号,ポートフォリオ名,所属ポートフォリオ"
)
_RIGHTS = Rights(view=Right.PORTFOLIO_VIEW, create=Right.PORTFOLIO_MANAGE, change=Right.PORTFOLIO_MANAGE)

portfolios = organization_register(
    Portfolio,
    key="portfolios",
    rights=_RIGHTS,
    fields=[
        Text("code", required=True, search="code", sort="code",
             names="portfolio code,portfolio id,ポートフォリオコード,ポートフォリオ番号,管理番号,番号,id,no"),
        Text("name", required=True, search="name", sort="sort_name",
             names="portfolio name,portfolio,ポートフォリオ名,ポートフォリオ名称,ポートフォリオ,title,件名"),
        Text("reading", search="reading", help=READING_HELP, names=f"{READING_NAMES},ポートフォリオ名カナ"),
        Text("purpose", long=True, names=PURPOSE_NAMES),
        Reference("owner", people_choices, find=("email",), empty=_("Not assigned"),
                  names="portfolio owner,portfolio manager,ポートフォリオ責任者,統括責任者,担当役員,責任者名,オーナー"),
        Reference("view", view_choices, empty=_("None"), help=_("Projects of a shared view belong to it as well.")),
    ],
    columns="code name owner view",
    filters="owner",
    form=["code name", "reading", "purpose", "owner view"],
    sheet=Sheet(ja="ポートフォリオ一覧", en="Portfolios", key="code"),
    title="name",
    writes=simple_writes(Portfolio, _RIGHTS),
)  # fmt: skip

programs = organization_register(
    Program,
    key="programs",
    rights=_RIGHTS,
    fields=[
        Text("code", required=True, search="code", sort="code",
             names="program code,programme code,program id,プログラムコード,プログラム番号,管理番号,番号,id,no"),
        Text("name", required=True, search="name", sort="sort_name",
             names="program name,programme name,program,programme,プログラム名,プログラム名称,プログラム,title,件名"),
        Text("reading", search="reading", help=READING_HELP, names=f"{READING_NAMES},プログラム名カナ"),
        Text("purpose", long=True, names=PURPOSE_NAMES),
        Reference("manager", people_choices, find=("email",), empty=_("Not assigned"),
                  names="programme manager,プログラム責任者,統括責任者,責任者,マネージャー,PgM"),
        Reference("portfolio", portfolio_choices, find=("code", "name"), sort="portfolio__code", empty=_("None"),
                  names=_PORTFOLIO_NAMES),
    ],
    columns="code name portfolio manager",
    filters="portfolio manager",
    form=["code name", "reading", "purpose", "manager portfolio"],
    sheet=Sheet(ja="プログラム一覧", en="Programs", key="code"),
    title="name",
    writes=simple_writes(Program, _RIGHTS),
)  # fmt: skip


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
        Reference("project", _projects_to_place, find=("code", "name"), sort="project__sort_name", required=True,
                  typed=True, help=_("The project's code."), names=f"{CODE_NAMES},{NAME_NAMES}"),
        Reference("program", program_choices, find=("code", "name"), sort="program__code", empty=_("None"),
                  names="program code,programme,program name,プログラムコード,プログラム名,所属プログラム"),
        Reference("portfolio", portfolio_choices, find=("code", "name"), sort="portfolio__code", empty=_("None"),
                  names=_PORTFOLIO_NAMES),
        Day("starts_on", required=True, sort="starts_on",
            names="start date,start,valid from,開始日,適用開始日,所属開始日,適用開始"),
        Day("ends_on", sort="ends_on", names="end date,end,valid until,valid to,終了日,適用終了日,所属終了日,適用終了"),
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

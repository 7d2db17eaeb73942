"""The registers of this app."""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from pmo_site.accounts.directory import department_choices, departments_within
from pmo_site.accounts.policy import Actor
from pmo_site.accounts.rights import Right
from pmo_site.resources.fields import Amount, Choice, Computed, Currency, Day, Number, Percent, Reference, Text
from pmo_site.resources.resource import Condition, Menu, Rights, Sheet, Writes, organization_register
from projects.domain.project import FINISHED
from projects.models import Milestone, Project
from projects.models.choices import STATUS_WORDS
from projects.registers import CODE_NAMES, project_register
from projects.rights import project_people
from projects.selectors import managers_of, with_managers
from projects.services.milestone import milestone_create, milestone_delete, milestone_revise, milestone_undelete
from projects.services.project import project_archive, project_create, project_restore, project_revise
from projects.views.parts import manager_of

READING_HELP = _("In kana. Kana and Latin letters find the name by it.")
NAME_NAMES = (
    "project name,project title,プロジェクト名,プロジェクト名称,案件名,案件名称,工事名,工事名称,事業名,事業名称,件名,"
    "PJ名,施策名,title,project,プロジェクト,案件"
)
READING_NAMES = (
    "kana,name reading,project name reading,ヨミ,読み,よみがな,フリガナ,振り仮名,カナ,名称カナ,名称フリガナ,"
    "プロジェクト名ヨミ,プロジェクト名カナ,プロジェクト名フリガナ,案件名ヨミ,案件名カナ,案件名フリガナ"
)
PURPOSE_NAMES = "description,objective,目的・概要,概要,説明,内容,案件概要,プロジェクト概要,事業概要,latestDescription"
_SEES, _CHANGES = Right.MONEY_VIEW, Right.MONEY_CHANGE


def _late(actor: Actor) -> Q:
    return Q(forecast_finish__lt=actor.today) & ~Q(status__in=FINISHED)


def _missed(actor: Actor) -> Q:
    return Q(baseline_on__lte=actor.today, actual_on__isnull=True)


def _late_by_forecast(_actor: Actor) -> Q:
    return Q(actual_on__isnull=True, forecast_on__gt=F("baseline_on"))


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
        Text("code", search="code", sort="code", help=_("Leave empty to get the next number."),
             names=f"{CODE_NAMES},unique id,id,番号,no"),
        Text("name", search="folded_name", sort="sort_name", required=True, names=f"{NAME_NAMES},latestProjectName"),
        Text("reading", search="reading", help=READING_HELP, names=READING_NAMES),
        Text("purpose", long=True, names=PURPOSE_NAMES),
        Reference("department", department_choices, find=("name", "code"), sort="department__folded_name",
                  empty=_("Not assigned"), within=departments_within,
                  names="division,owner department,unit,ministry,部署,所管部門,所管部署,主管部門,主管部署,担当部署,"
                        "担当部門,所管課,担当課,実施部門,実施部署,所管,所属"),
        Choice("tier", required=True, initial="standard", names="tier,管理レベル,統制区分"),
        Choice("status", required=True, initial="planned", sort="status", words=STATUS_WORDS,
               names="project status,state,ステータス,状況,進捗状況,実施状況,現況"),
        Computed("manager", label=_("Manager"), value=manager_of, like=Reference, beside=True),
        Percent("percent_complete", label=_("Progress"), places=2, sort="percent_complete",
                names="percent complete,% complete,complete,進捗,進捗度,達成率"),
        Day("baseline_start",
            names="planned start,planned start date,基準開始日,開始予定日,計画開始日,予定開始日,開始予定,計画開始,"
                  "予定開始,基準計画開始,着手予定日,着工予定日"),
        Day("baseline_finish", sort="baseline_finish",
            names="planned finish,planned finish date,planned end,planned end date,original finish,基準完了日,"
                  "基準終了日,完了予定日,終了予定日,計画完了日,計画終了日,予定完了日,予定終了日,当初完了日,計画完了,"
                  "計画終了,予定完了,予定終了,基準計画完了,完工予定日,竣工予定日,originalEstimatedCompletionDate"),
        Day("baselined_on", fixed=True),
        Day("forecast_start", names="expected start,見込開始日,開始見込,start date,start"),
        Day("forecast_finish", sort="forecast_finish", fiscal=True, is_due=True,
            names="expected finish,completion date,finish date,end date,finish,end,due date,due,完了見込日,見込完了日,"
                  "見込終了日,完了見込,終了見込,竣工見込日,完了日,終了日,期限,納期,リリース日,稼働日,"
                  "estimatedCompletionDate,latestEstimatedCompletionDate"),
        Day("actual_start", names="actual start date,実績開始日,開始実績,実績開始,着手日,着工日,開始日"),
        Day("actual_finish",
            names="actual finish date,actual end,actual end date,実績完了日,実績終了日,完了実績日,完了実績,終了実績,"
                  "実績完了,実績終了,竣工日"),
        Currency("currency", right=_SEES, change_right=_CHANGES, required=True, names="currency code,通貨コード"),
        Amount("original_budget", right=_SEES, change_right=_CHANGES,
               names="initial budget,approved budget,当初予算額,承認予算,承認済予算"),
        Amount("latest_budget", right=_SEES, change_right=_CHANGES, sort="latest_budget",
               names="current budget,total budget,budget,budget amount,現行予算,最新予算額,予算現額,予算,予算額,総予算,"
                     "予算総額,総事業費,事業費"),
        Amount("actual_cost", right=_SEES, change_right=_CHANGES,
               names="cost to date,actuals,spent,実績額,実績金額,実績費用,執行額,支出額,支出済額"),
        Text("imported_note", fixed=True, long=True, names="note,notes,remarks,comment,備考,メモ,コメント"),
        Day("data_as_of", fixed=True, names="as of,as of date,基準日,データ基準日,時点"),
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
        Text("name", required=True, search="name", sort="name",
             names="milestone,milestone name,マイルストーン,マイルストーン名,件名,節目,イベント,イベント名,項目,title"),
        Day("baseline_on", label=_("Baseline"), sort="baseline_on",
            names="baseline date,planned date,planned,plan,基準日,予定日,計画日,基準予定日,当初予定日,予定,計画,"
                  "due date,due,期限"),
        Day("forecast_on", label=_("Forecast"), sort="forecast_on", is_due=True,
            names="forecast date,expected date,expected,見込日,予測日,最新予定日,変更後予定日,予測"),
        Day("actual_on", label=_("Actual"), sort="actual_on",
            names="actual date,done on,reached on,completed on,実績日,達成日,到達日,完了日"),
        Computed("slip_days", label=_("Slip"), value=lambda stone: stone.slip_days, like=Number),
        Number("weight", places=2, initial=1, required=True, names="ウェイト,重み付け"),
    ],
    columns="name baseline_on forecast_on actual_on slip_days",
    filters="baseline_on forecast_on",
    conditions=[
        Condition("missed", _("Missed"), _missed),
        Condition("late", _("Later than its baseline"), _late_by_forecast),
    ],
    form=["name", "baseline_on forecast_on", "actual_on weight"],
    sheet=Sheet(ja="マイルストーン一覧", en="Milestones", key="name"),
    order="baseline_on",
    writes=Writes(milestone_create, milestone_revise, milestone_delete, milestone_undelete),
)  # fmt: skip

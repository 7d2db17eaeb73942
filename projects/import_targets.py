"""What a list of projects can bring: the targets of its columns, and the lists that are known by name."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext_lazy as _

from pmo_site.exchange.guessing import Choice, Target
from pmo_site.exchange.mapping import Column
from pmo_site.exchange.parsers import day, number, percent, start_of_year, text, word
from pmo_site.exchange.targets import amount, plain
from pmo_site.kernel.parsing import fold
from projects.domain.project import GovernanceTier, ProjectStatus

IMPORTED_STATUS = ProjectStatus.ACTIVE
"""What a listed project is taken to be where the file does not say that it is completed."""

_STATUS_WORDS: Final[Mapping[ProjectStatus, str]] = {
    ProjectStatus.PROPOSED: "proposed proposal idea 提案 起案 提案中 起案中 構想",
    ProjectStatus.PLANNED: "planned planning 計画 計画中 未着手 準備中 予定",
    ProjectStatus.ACTIVE: "active open ongoing running in-progress started 進行中 実行中 実施中 対応中 着手 稼働中",
    ProjectStatus.ON_HOLD: "on-hold hold paused suspended 保留 中断 一時停止 停止中",
    ProjectStatus.COMPLETED: "completed complete closed done finished 完了 終了 完了済 クローズ",
    ProjectStatus.CANCELLED: "cancelled canceled stopped 中止 取消 キャンセル",
}
_TIER_WORDS: Final[Mapping[GovernanceTier, str]] = {
    GovernanceTier.LIGHT: "light 簡易",
    GovernanceTier.STANDARD: "standard 標準",
    GovernanceTier.FULL: "full 重点",
}


def _meanings(words: Mapping[ProjectStatus, str] | Mapping[GovernanceTier, str]) -> dict[str, str]:
    return {fold(each.replace("-", " ")): value.value for value, many in words.items() for each in many.split()}


def completed_status(cell: str) -> str | None:
    """A raw status that begins with "completed" completes the project; any other leaves its status alone."""
    return ProjectStatus.COMPLETED.value if cell.casefold().startswith("completed") else None


def _reported_year(source: str, choice: Choice) -> tuple[Column, ...]:  # noqa: ARG001  the currency says nothing here
    return (Column(source, "baselined_on", start_of_year),)


def _estimated_status(source: str, choice: Choice) -> tuple[Column, ...]:  # noqa: ARG001  the same
    return Column(source, "status", completed_status), Column(source, "imported_note", text(200))


TARGETS: Final = (
    plain(
        "code",
        _("Code"),
        "code,project code,project id,project no,project number,id,no,unique id,uniqueId,コード,プロジェクトコード,"
        "プロジェクト番号,プロジェクトID,案件番号,案件コード,案件ID,管理番号,番号,PJコード,PJ番号",
        text(80),
        required=True,
    ),
    plain(
        "name",
        _("Name"),
        "name,project,project name,title,latestProjectName,プロジェクト名,プロジェクト名称,案件名,案件名称,名称,件名,"
        "プロジェクト,案件,PJ名",
        text(300),
        required=True,
    ),
    plain(
        "reading",
        _("Reading"),
        "reading,kana,name reading,project name reading,ヨミ,読み,読み仮名,よみがな,フリガナ,振り仮名,カナ,"
        "プロジェクト名ヨミ,プロジェクト名カナ,プロジェクト名フリガナ,案件名ヨミ,案件名カナ,案件名フリガナ,名称カナ,名称フリガナ",
        text(300),
    ),
    plain("purpose", _("Purpose"), "purpose,description,latestDescription,目的,概要,説明,内容", text(20_000)),
    plain(
        "department",
        _("Department"),
        "department,division,unit,owner department,ministry,部門,部署,所管,所管部門,所管部署,主管部門,"
        "主管部署,担当部署,担当部門",
        text(200),
    ),
    plain(
        "status",
        _("Status"),
        "status,state,project status,状態,ステータス,状況,進捗状況",
        word(_meanings(_STATUS_WORDS)),
    ),
    plain("tier", _("Governance tier"), "governance tier,tier,管理区分,統制区分", word(_meanings(_TIER_WORDS))),
    plain(
        "baseline_start",
        _("Baseline start"),
        "baseline start,planned start,planned start date,"
        "基準開始日,開始予定日,開始予定,計画開始日,予定開始日,基準計画開始",
        day,
    ),
    plain(
        "baseline_finish",
        _("Baseline finish"),
        "baseline finish,planned finish,planned end,original finish,originalEstimatedCompletionDate,基準完了日,"
        "完了予定日,終了予定日,計画終了日,計画完了日,予定終了日,当初完了日,基準計画完了",
        day,
    ),
    Target(
        "baselined_year",
        _("Year of the first report"),
        ("originalEstimatedCompletionDateSource", "year of the first report", "初回報告年"),
        _reported_year,
    ),
    plain("forecast_start", _("Forecast start"), "forecast start,expected start,開始見込日,見込開始日,開始見込", day),
    plain(
        "forecast_finish",
        _("Forecast finish"),
        "forecast finish,expected finish,due,due date,end date,finish,estimatedCompletionDate,"
        "latestEstimatedCompletionDate,完了見込日,終了見込日,見込完了日,完了見込,完了日,終了日,期限,納期,リリース日",
        day,
    ),
    plain("actual_start", _("Actual start"), "actual start,実績開始日,開始実績日,開始実績,開始日,着手日", day),
    plain(
        "actual_finish", _("Actual finish"), "actual finish,actual end,実績完了日,完了実績日,実績終了日,完了実績", day
    ),
    amount(
        "original_budget",
        _("Original budget"),
        "original budget,initial budget,当初予算,承認予算,承認済予算,当初予算額",
    ),
    amount(
        "latest_budget",
        _("Latest budget"),
        "budget,total budget,latest budget,current budget,予算,予算額,現行予算,最新予算,総予算,予算総額",
    ),
    amount("actual_cost", _("Actual cost"), "actual cost,spent,cost to date,実績コスト,実績額,実績費用,執行額,支出額"),
    plain(
        "percent_complete",
        _("Percent complete"),
        "percent complete,progress,% complete,complete,進捗率,進捗,達成率",
        percent,
    ),
    plain("data_as_of", _("Data as of"), "as of,as of date,asOfDate,基準日,データ基準日,時点", day),
    plain("imported_note", _("Note from the import"), "note,notes,remarks,comment,備考,メモ,コメント", text(20_000)),
    Target(
        "estimated_status",
        _("Estimated status, kept as a note"),
        ("estimatedStatus", "estimated status"),
        _estimated_status,
    ),
)
"""Where the columns of a list of projects can go; who manages a project is never invented from a name."""

MILESTONE_TARGETS: Final = (
    plain(
        "project",
        _("Code of the project"),
        "project code,project,project id,project no,プロジェクトコード,案件番号,案件コード,プロジェクト番号,管理番号,"
        "プロジェクト,案件",
        text(80),
        required=True,
    ),
    plain(
        "name",
        _("Name"),
        "milestone,milestone name,name,title,マイルストーン,マイルストーン名,名称,件名,節目",
        text(200),
        required=True,
    ),
    plain(
        "baseline_on",
        _("Baseline date"),
        "baseline,baseline date,planned,planned date,due,due date,基準日,予定日,計画日,期限",
        day,
    ),
    plain("forecast_on", _("Forecast date"), "forecast,forecast date,expected,見込日,予測日,見込", day),
    plain("actual_on", _("Actual date"), "actual,actual date,done on,reached on,実績日,達成日,完了日,実績", day),
    plain("weight", _("Weight"), "weight,重み,ウェイト", number(most=Decimal(99_999))),
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

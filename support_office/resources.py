"""The logs of the support office as registers: risks, issues, actions; its decisions stand in a file of their own."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pmo_site.accounts.directory import people_choices
from pmo_site.accounts.policy import Actor
from pmo_site.accounts.rights import Right
from pmo_site.resources.fields import (
    Amount,
    Choice,
    Computed,
    Day,
    Flag,
    Number,
    Reference,
    Scale,
    Score,
    Text,
)
from pmo_site.resources.resource import Condition, Menu, Rights, Sheet, Writes
from projects.registers import project_register
from support_office.decisions import decisions
from support_office.domain.logs import (
    LIVE_ACTIONS,
    LIVE_ISSUES,
    LIVE_RISKS,
    ActionState,
    IssueState,
    Priority,
    RiskState,
)
from support_office.domain.risk.matrix import Kind
from support_office.models import Action, Issue, Risk
from support_office.models.log_choices import PROXIMITY_LABELS, Source
from support_office.ownership import ACTION_SCOPE
from support_office.recipients import recipients
from support_office.selectors.logs import action_rows, issue_age, issue_rows, risk_proximity, risk_rows
from support_office.selectors.proximities import near
from support_office.selectors.scales import impact_words, probability_words
from support_office.services.action import action_create, action_delete, action_revise, action_undelete
from support_office.services.conversion import issue_delete, issue_undelete
from support_office.services.issue import issue_create, issue_revise
from support_office.services.risk import risk_create, risk_delete, risk_revise, risk_undelete

_RIGHTS = Rights(view=Right.PROJECT_VIEW, create=Right.RISK_CHANGE, change=Right.RISK_CHANGE)
_MONEY = Right.MONEY_VIEW
_NOT_CHOSEN = _("Nobody yet")


def _live(states: frozenset[str]) -> Condition:
    return Condition("live", _("Still open"), lambda _actor: Q(state__in=states))


def _overdue(actor: Actor) -> Q:
    return Q(live_due_on__lt=actor.today)


def _near(actor: Actor) -> Q:
    return near(actor.today)


def _own(actor: Actor) -> Q:
    return Q(owner_id=actor.person_id)


_COMMON = (Condition("overdue", _("Overdue"), _overdue), Condition("own", _("Mine"), _own))


_OWNER_NAMES = (
    "responsible,person in charge,assigned to,assignee,PIC,担当,担当者,担当者名,主担当,主担当者,対応者,対応担当,"
    "対応担当者,対応責任者,責任者"
)
_DUE_NAMES = (
    "due date,target date,deadline,due,期限日,対応期限日,対応期限,完了期限,期日,対応期日,完了予定日,対応予定日,"
    "回答期限,解決期限,期限,納期"
)
_STATE_NAMES = "status,ステータス,対応ステータス,対応状況,状況,進捗状況,進捗"


def _owner(label: object, names: str) -> Reference:
    return Reference("owner", people_choices, label=label, find=("email", "family_name"), empty=_NOT_CHOSEN,
                     names=f"{names},{_OWNER_NAMES}")  # fmt: skip


risks = project_register(
    Risk,
    key="risks",
    rights=_RIGHTS,
    fields=[
        Text("code", search="code", sort="number", fixed=True),
        Text("title", required=True, search="folded_title", sort="folded_title",
             names="risk title,risk name,risk event,risk description,risk,summary,リスク名,リスク名称,リスク事象,"
                   "リスク内容,リスク概要,リスク,想定リスク,想定事象,件名,事象"),
        Choice("kind", required=True, initial=Kind.THREAT.value,
               names="risk type,type,threat or opportunity,脅威・機会,リスク種別,種別"),
        Text("cause", long=True, search="cause", names="root cause,causes,要因,リスク要因,発生要因,発生原因,リスク源"),
        Text("effect", long=True, search="effect",
             names="consequence,impact description,影響内容,想定影響,想定される影響,影響範囲"),
        Score("score", sort="live_score"),
        Choice("zone", fixed=True, look="plain"),
        Choice("trend", fixed=True, look="plain"),
        Scale("probability", words=probability_words, sort="probability",
              names="likelihood,chance,発生可能性,確率,可能性,発生頻度,蓋然性"),
        Scale("impact", words=impact_words, sort="impact",
              names="severity,impact level,影響の大きさ,影響レベル,重大度"),
        Scale("inherent_probability", words=probability_words,
              names="inherent likelihood,固有の発生確率,対応前発生確率,対応前の発生可能性"),
        Scale("inherent_impact", words=impact_words, names="固有の影響度,対応前影響度"),
        Score("inherent_score"),
        Scale("target_probability", words=probability_words,
              names="residual probability,residual likelihood,目標発生確率,残存発生確率,対応後の発生確率,"
                    "対応後発生確率"),
        Scale("target_impact", words=impact_words,
              names="residual impact,目標影響度,残存影響度,対応後の影響度,対応後影響度"),
        Score("target_score"),
        Amount("loss_amount", currency="project__currency", right=_MONEY,
               names="loss,loss amount,estimated loss,損失額,想定損失額,損害額,想定損害額,影響額,影響金額"),
        Amount("expected_loss", currency="project__currency", right=_MONEY, fixed=True, sort="expected_loss"),
        Choice("strategy", look="plain",
               names="response strategy,treatment,対応戦略,対応方針,対処方針,リスク対応方針,対応区分,対応方法"),
        Text("response", long=True,
             names="response plan,mitigation plan,mitigation,treatment plan,countermeasure,countermeasures,対応策,対策,"
                   "リスク対応策,リスク対策,対策内容,対応計画,予防策,軽減策,対処策,対応"),
        Amount("response_cost", currency="project__currency", right=_MONEY,
               names="response cost,mitigation cost,対策費用,対応コスト,対策コスト,対策費"),
        _owner(_("Response owner"), "risk owner,リスクオーナー,リスク責任者,対策責任者,対策担当者"),
        Day("due_on", label=_("Response due"), sort="live_due_on", is_due=True, names=f"{_DUE_NAMES},対策期限"),
        Day("trigger_on", help=_("The first day on which it could happen."), sort="trigger_on",
            names="expected on,想定発生日,発生予想日,発生見込日,想定発生時期,発生時期"),
        Day("trigger_until", help=_("The last day on which it could happen."), names="発生期間の末日,発生終了日"),
        Computed(
            "proximity",
            label=_("Proximity"),
            value=risk_proximity,
            beside=True,
            words=tuple((band.value, label) for band, label in PROXIMITY_LABELS.items()),
        ),
        Choice("state", required=True, initial=RiskState.OPEN.value, sort="state", names=_STATE_NAMES),
        Reference("raised_by", people_choices, fixed=True),
        Day("raised_on", fixed=True),
        Day("closed_on", fixed=True),
        Text("return_reason", fixed=True, long=True),
    ],
    columns="code title score probability impact trend strategy owner due_on state",
    filters="state owner probability impact zone kind strategy proximity due_on",
    conditions=[_live(LIVE_RISKS), Condition("near", _("Now or within 30 days"), _near), *_COMMON],
    form=[
        "title",
        "kind state",
        "cause",
        "effect",
        "probability impact",
        "inherent_probability inherent_impact",
        "target_probability target_impact",
        "strategy",
        "response",
        "owner due_on",
        "trigger_on trigger_until",
        "loss_amount response_cost",
    ],
    sheet=Sheet(ja="リスク管理表", en="Risk log", key="code"),
    title="title",
    order="-score",
    rows=risk_rows,
    writes=Writes(risk_create, risk_revise, risk_delete, risk_undelete),
    menu=Menu("alert-triangle", order=35, mobile=True),
)  # fmt: skip

issues = project_register(
    Issue,
    key="issues",
    rights=_RIGHTS,
    fields=[
        Text("code", search="code", sort="number", fixed=True),
        Day("raised_on", label=_("Entered on"), sort="raised_on", fiscal=True,
            names="date raised,raised,opened on,opened,reported on,created on,起票日,登録日,発生日,記入日,提起日,"
                  "受付日,発行日"),
        Reference("raised_by", people_choices, label=_("Entered by"), fixed=True),
        Text("title", required=True, search="folded_title", sort="folded_title",
             names="issue title,issue name,issue,summary,subject,課題名,課題件名,課題,課題概要,件名,標題,問題点"),
        Text("description", long=True, search="description",
             names="details,detail,issue description,課題内容,課題詳細,詳細,詳細内容,問題内容,事象,現象,説明"),
        Text("effect", long=True, names="impact,impact description,影響内容,影響範囲"),
        Choice("category", look="plain", names="issue type,type,課題区分,課題分類,分類,種別,カテゴリ"),
        Choice("priority", required=True, initial=Priority.MEDIUM.value,
               names="severity,urgency,優先順位,優先,重要度,緊急度"),
        _owner(_("Assignee"), "issue owner,課題担当者"),
        Day("due_on", sort="live_due_on", is_due=True, names=_DUE_NAMES),
        Computed("age_days", label=_("Age (working days)"), value=issue_age, like=Number, beside=True),
        Flag("needs_decision",
             names="needs decision,decision needed,escalated,要意思決定,要判断,要上申,エスカレーション,上申"),
        Day("asked_on", fixed=True),
        Choice("state", required=True, initial=IssueState.OPEN.value, sort="state", names=_STATE_NAMES),
        Text("progress", long=True,
             names="action taken,resolution,comments,対応経過,対応経緯,対応履歴,経過,対応内容,対応策,対策,処置,回答"),
        Day("confirmed_on", sort="confirmed_on",
            names="closed on,date closed,closed,completed on,確認日,対応完了日,クローズ日,解決日,完了日,終了日"),
        Text("return_reason", fixed=True, long=True),
    ],
    columns="code raised_on title category priority owner due_on age_days state",
    filters="state priority owner category needs_decision raised_on due_on",
    conditions=[_live(LIVE_ISSUES), *_COMMON],
    form=[
        "title",
        "description",
        "effect",
        "category priority",
        "owner due_on",
        "state needs_decision",
        "progress",
        "raised_on confirmed_on",
    ],
    sheet=Sheet(ja="課題管理表", en="Issue log", key="code"),
    title="title",
    order="due_on",
    rows=issue_rows,
    writes=Writes(issue_create, issue_revise, issue_delete, issue_undelete),
    menu=Menu("alert-circle", order=36),
)  # fmt: skip

actions = project_register(
    Action,
    key="actions",
    rights=_RIGHTS,
    scope=ACTION_SCOPE,
    fields=[
        Text("code", search="code", sort="number", fixed=True),
        Text("title", required=True, search="folded_title", sort="folded_title",
             names="action item,action,task,to do,subject,summary,対応事項,アクション,アクションアイテム,宿題事項,宿題,"
                   "ToDo,件名,実施事項,実施内容,対応内容,タスク,作業内容,内容"),
        Text("note", long=True,
             names="notes,remarks,comment,comments,details,description,メモ,コメント,詳細,補足,説明,摘要"),
        _owner(_("Assignee"), "action owner,実施者,実施担当者"),
        Day("due_on", sort="live_due_on", is_due=True, names=f"{_DUE_NAMES},実施期限"),
        Choice("state", required=True, initial=ActionState.OPEN.value, sort="state", names=_STATE_NAMES),
        Choice("source", required=True, initial=Source.OTHER.value, look="plain", names="origin,発生源,起因,出所"),
        Day("done_on", sort="done_on",
            names="completed on,date completed,closed on,closed,対応完了日,完了実績日,実施日,実績日,終了日"),
        Text("result", long=True, names="outcome,resolution,対応結果,実施結果,処理結果,結論,回答"),
    ],
    columns="code title owner due_on state source done_on",
    filters="state owner source due_on",
    conditions=[_live(LIVE_ACTIONS), *_COMMON],
    form=["title", "note", "owner due_on", "state source", "done_on", "result"],
    sheet=Sheet(ja="対応事項一覧", en="Action list", key="code"),
    title="title",
    order="due_on",
    rows=action_rows,
    writes=Writes(action_create, action_revise, action_delete, action_undelete),
    menu=Menu("checklist", order=37),
)  # fmt: skip

__all__ = ["actions", "decisions", "issues", "recipients", "risks"]

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


def project_code(entry: Risk | Issue | Action) -> str:
    """The project that an entry belongs to, in lists across projects."""
    return entry.project.code


def _of_project() -> Computed:
    return Computed("project_code", label=_("Project"), value=project_code, beside=True)


def _owner(label: object) -> Reference:
    return Reference("owner", people_choices, label=label, find=("email", "family_name"), empty=_NOT_CHOSEN)


risks = project_register(
    Risk,
    key="risks",
    rights=_RIGHTS,
    fields=[
        Text("code", search="code", sort="number", fixed=True),
        Text("title", required=True, search="folded_title", sort="folded_title"),
        _of_project(),
        Choice("kind", required=True, initial=Kind.THREAT.value),
        Text("cause", long=True, search="cause"),
        Text("effect", long=True, search="effect"),
        Score("score", sort="live_score"),
        Choice("zone", fixed=True, look="plain"),
        Choice("trend", fixed=True, look="plain"),
        Scale("probability", words=probability_words, sort="probability"),
        Scale("impact", words=impact_words, sort="impact"),
        Scale("inherent_probability", words=probability_words),
        Scale("inherent_impact", words=impact_words),
        Score("inherent_score"),
        Scale("target_probability", words=probability_words),
        Scale("target_impact", words=impact_words),
        Score("target_score"),
        Amount("loss_amount", currency="project__currency", right=_MONEY),
        Amount("expected_loss", currency="project__currency", right=_MONEY, fixed=True, sort="expected_loss"),
        Choice("strategy", look="plain"),
        Text("response", long=True),
        Amount("response_cost", currency="project__currency", right=_MONEY),
        _owner(_("Response owner")),
        Day("due_on", label=_("Response due"), sort="live_due_on", is_due=True),
        Day("trigger_on", help=_("The first day on which it could happen."), sort="trigger_on"),
        Day("trigger_until", help=_("The last day on which it could happen.")),
        Computed(
            "proximity",
            label=_("Proximity"),
            value=risk_proximity,
            beside=True,
            words=tuple((band.value, label) for band, label in PROXIMITY_LABELS.items()),
        ),
        Choice("state", required=True, initial=RiskState.OPEN.value, sort="state"),
        Reference("raised_by", people_choices, fixed=True),
        Day("raised_on", fixed=True),
        Day("closed_on", fixed=True),
        Text("return_reason", fixed=True, long=True),
    ],
    columns="code title project_code score probability impact trend strategy owner due_on state",
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
)

issues = project_register(
    Issue,
    key="issues",
    rights=_RIGHTS,
    fields=[
        Text("code", search="code", sort="number", fixed=True),
        Day("raised_on", label=_("Entered on"), sort="raised_on", fiscal=True),
        Reference("raised_by", people_choices, label=_("Entered by"), fixed=True),
        Text("title", required=True, search="folded_title", sort="folded_title"),
        _of_project(),
        Text("description", long=True, search="description"),
        Text("effect", long=True),
        Choice("category", look="plain"),
        Choice("priority", required=True, initial=Priority.MEDIUM.value),
        _owner(_("Assignee")),
        Day("due_on", sort="live_due_on", is_due=True),
        Computed("age_days", label=_("Age (working days)"), value=issue_age, like=Number, beside=True),
        Flag("needs_decision"),
        Day("asked_on", fixed=True),
        Choice("state", required=True, initial=IssueState.OPEN.value, sort="state"),
        Text("progress", long=True),
        Day("confirmed_on", sort="confirmed_on"),
        Text("return_reason", fixed=True, long=True),
    ],
    columns="code raised_on title project_code category priority owner due_on age_days state",
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
)

actions = project_register(
    Action,
    key="actions",
    rights=_RIGHTS,
    scope=ACTION_SCOPE,
    fields=[
        Text("code", search="code", sort="number", fixed=True),
        Text("title", required=True, search="folded_title", sort="folded_title"),
        _of_project(),
        Text("note", long=True),
        _owner(_("Assignee")),
        Day("due_on", sort="live_due_on", is_due=True),
        Choice("state", required=True, initial=ActionState.OPEN.value, sort="state"),
        Choice("source", required=True, initial=Source.OTHER.value, look="plain"),
        Day("done_on", sort="done_on"),
        Text("result", long=True),
    ],
    columns="code title project_code owner due_on state source done_on",
    filters="state owner source due_on",
    conditions=[_live(LIVE_ACTIONS), *_COMMON],
    form=["title", "note", "owner due_on", "state source", "done_on", "result"],
    sheet=Sheet(ja="対応事項一覧", en="Action list", key="code"),
    title="title",
    order="due_on",
    rows=action_rows,
    writes=Writes(action_create, action_revise, action_delete, action_undelete),
    menu=Menu("checklist", order=37),
)

__all__ = ["actions", "decisions", "issues", "risks"]

"""What the support office shows on a project's status page and on home."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.policy import may
from pmo_site.accounts.rights import Right
from pmo_site.ui.panels import HomeCard, Panel, register_home_card, register_panel
from pmo_site.ui.tabs import PageTab, register_tab
from projects.models import Project
from projects.selectors import next_milestones, own_projects
from support_office.domain.proximity import NEAR, Proximity
from support_office.domain.reporting import Standing, working_days_left
from support_office.models import Action, Risk
from support_office.models.log import LogEntry
from support_office.models.log_choices import PROXIMITY_LABELS
from support_office.selectors.asks import is_answered
from support_office.selectors.logs import (
    live_counts,
    open_actions,
    open_issues,
    own_entries,
    raised_entries,
    risk_proximity,
    top_risks,
)
from support_office.selectors.owed import owed_rows, own_owed
from support_office.selectors.reports import last_accepted, open_report
from support_office.selectors.schedules import due_moment, obligation_of, organization_clock, owes_reports
from support_office.views.conversion import chain
from support_office.views.finishing import finish_address, finish_panel
from support_office.views.log_parts import entry_address
from support_office.views.matrix import matrix_panel
from support_office.views.quick import action_panel, issue_panel
from support_office.views.shown import dimension_lines

OWED_SHOWN = 5
PRINTED = 3
"""How many risks and how many issues stand on the printed status page, which is one sheet."""


def _week(request: ActorRequest, record: Project) -> Mapping[str, Any] | None:
    accepted = last_accepted(request.actor, record)
    if accepted is None:
        return {"accepted": None} if owes_reports(record) else None
    answered = bool(accepted.ask_text) and is_answered(accepted)
    return {
        "accepted": accepted,
        "lines": dimension_lines(accepted.declared, accepted.figures),
        "is_ask_answered": answered,
        "is_ask_late": bool(not answered and accepted.ask_due_on and accepted.ask_due_on < request.actor.today),
        "slug": request.organization.slug,
    }


def _due(request: ActorRequest, record: Project) -> Mapping[str, Any] | None:
    at = organization_clock(request.settings)
    owed = obligation_of(record, at)
    if owed is None or record.archived_at is not None:
        return None
    may_write = may(request.actor, Right.REPORT_WRITE, record)
    draft = open_report(record) if may_write else None
    parts = {"slug": request.organization.slug, "project_id": record.pk}
    return {
        "owed": owed,
        "due_at": due_moment(record, owed.period, at),
        "days_left": working_days_left(at.calendar, today=at.today, due=owed.period.ends_on),
        "is_late": owed.standing is not Standing.OPEN,
        "may_write": may_write,
        "draft": draft,
        "steps": _steps(draft is not None and bool(draft.summary), draft is not None and bool(draft.overall)),
        "reports_url": reverse("support_office:reports", kwargs=parts),
        "write_url": reverse("support_office:new", kwargs=parts),
    }


def _steps(*written: bool) -> list[tuple[Any, bool]]:
    """What of the next report stands: figures by themselves, words and levels once somebody wrote them."""
    labels = (_("Confirm this period's summary"), _("Confirm levels and the ask"))
    return [(_("Progress, milestones and cost (filled)"), True), *zip(labels, written, strict=True)]


def _own_reports(request: ActorRequest) -> Mapping[str, Any] | None:
    actor, slug = request.actor, request.organization.slug
    rows = own_owed(actor)
    return {"rows": rows[:OWED_SHOWN], "slug": slug, "total": len(rows)} if rows else None


def _logs(request: ActorRequest, record: Project) -> Mapping[str, Any] | None:
    actor, slug = request.actor, request.organization.slug
    risks, issues, actions = live_counts(record)
    may_raise = record.archived_at is None and may(actor, Right.RISK_RAISE, record)
    if not (risks or issues or actions or may_raise):
        return None
    parts = {"slug": slug, "project_id": record.pk}
    return {
        "slug": slug,
        "today": actor.today,
        "printed": PRINTED,
        "risks": [(risk, _near_words(risk)) for risk in top_risks(actor, record)] if risks else [],
        "issues": open_issues(actor, record) if issues else [],
        "actions": open_actions(actor, record) if actions else [],
        "counts": {"risks": risks, "issues": issues, "actions": actions},
        "urls": {name: reverse(f"{name}:owned", kwargs=parts) for name in ("risks", "issues", "actions")},
        "raise_url": reverse("support_office:risks:raise", kwargs=parts) if may_raise else "",
    }


def _near_words(risk: Risk) -> Any:  # noqa: ANN401  a lazy text
    """That a risk may occur now or soon; of others nothing is said here."""
    found = risk_proximity(risk)
    return PROXIMITY_LABELS[Proximity(found)] if found in NEAR else ""


def _own_overdue(request: ActorRequest) -> Mapping[str, Any] | None:
    actor, slug = request.actor, request.organization.slug
    rows = own_entries(actor)
    if not rows:
        return None
    return {
        "rows": [(entry, entry_address(request, entry), _finish_address(request, entry)) for entry in rows],
        "today": actor.today,
        "slug": slug,
    }


def _finish_address(request: ActorRequest, entry: LogEntry) -> str:
    return finish_address(request, entry) if isinstance(entry, Action) else ""


def _triage(request: ActorRequest) -> Mapping[str, Any] | None:
    """What was raised on projects whose logs the reader keeps: how much waits, and since when."""
    rows = raised_entries(request.actor)
    if not rows:
        return None
    url = reverse("support_office:triage:queue", kwargs={"slug": request.organization.slug})
    return {"oldest": rows[0], "total": len(rows), "url": url}


def _supported(request: ActorRequest) -> Mapping[str, Any] | None:
    actor, slug = request.actor, request.organization.slug
    projects = own_projects(actor, supported=True)
    if not projects:
        return None
    owed = {row.project.pk: row for row in owed_rows(actor)}
    stones = next_milestones(actor, [project.pk for project in projects])
    rows = [(project, owed.get(project.pk), stones.get(project.pk)) for project in projects]
    return {"rows": rows, "slug": slug, "today": actor.today}


def _owed(request: ActorRequest) -> Mapping[str, Any] | None:
    slug = request.organization.slug
    rows = owed_rows(request.actor)
    late = [row for row in rows if row.is_owed]
    waiting = sum(row.waits_for_acceptance for row in rows)
    if not late and not waiting:
        return None
    url = reverse("support_office:owed", kwargs={"slug": slug})
    return {"late": late[:OWED_SHOWN], "late_total": len(late), "waiting": waiting, "url": url, "slug": slug}


register_tab(PageTab("reports", "project", _("Status reports"), "support_office:reports", order=20))
register_panel(Panel("week", "project", "support_office/week_panel.html", _week, order=5, zone="main"))
register_panel(Panel("due", "project", "support_office/due_panel.html", _due, order=5, zone="side"))
register_home_card(
    HomeCard("due", _("My next reports"), "report-analytics", "support_office/own_card.html", _own_reports, order=5)
)
register_home_card(
    HomeCard(
        "supported", _("Projects I support"), "lifebuoy", "support_office/supported_card.html", _supported, order=8
    )
)
register_home_card(
    HomeCard(
        "owed",
        _("Status reports owed"),
        "report-analytics",
        "support_office/owed_card.html",
        _owed,
        order=30,
        right=Right.REPORT_REMIND.value,
    )
)
register_panel(Panel("logs", "project", "support_office/logs/panel.html", _logs, order=20))
register_panel(Panel("risk matrix", "risks.list", "support_office/logs/matrix.html", matrix_panel))
register_panel(Panel("issue lists", "issues.list", "support_office/logs/quick.html", issue_panel))
register_panel(Panel("action lists", "actions.list", "support_office/logs/quick.html", action_panel))
register_panel(Panel("finish", "actions", "support_office/logs/finish_panel.html", finish_panel, order=50, width=7))
for _place in ("risks", "issues", "actions"):
    register_panel(Panel(f"chain of {_place}", _place, "support_office/logs/chain.html", chain, width=7))
register_home_card(
    HomeCard(
        "own_entries",
        _("What I answer for"),
        "checklist",
        "support_office/logs/own_card.html",
        _own_overdue,
        order=8,
    )
)
register_home_card(
    HomeCard("triage", _("Waiting for triage"), "message", "support_office/logs/triage_card.html", _triage, order=7)
)

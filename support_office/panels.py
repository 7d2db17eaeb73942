"""What the support office shows on a project's status page and on home."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.policy import may
from pmo_site.accounts.rights import Right
from pmo_site.ui.panels import HomeCard, Panel, register_home_card, register_panel
from pmo_site.ui.tabs import PageTab, register_tab
from projects.models import Project
from support_office.domain.reporting import Standing, working_days_left
from support_office.selectors.logs import live_counts, open_actions, open_issues, own_entries, top_risks
from support_office.selectors.owed import own_owed
from support_office.selectors.reports import last_accepted, open_report
from support_office.selectors.schedules import due_moment, obligation_of, organization_clock
from support_office.views.conversion import chain
from support_office.views.log_parts import entry_address
from support_office.views.matrix import matrix_panel
from support_office.views.quick import action_panel, issue_panel
from support_office.views.shown import dimension_lines

OWED_SHOWN = 5


def _reports(request: HttpRequest, record: Project) -> Mapping[str, Any] | None:
    reader = cast("ActorRequest", request)
    actor, slug = reader.actor, reader.organization.slug
    at = organization_clock(reader.settings)
    accepted, owed = last_accepted(actor, record), obligation_of(record, at)
    if accepted is None and owed is None:
        return None
    may_write = may(actor, Right.REPORT_WRITE, record)
    draft = open_report(record) if may_write else None
    parts = {"slug": slug, "project_id": record.pk}
    return {
        "accepted": accepted,
        "lines": dimension_lines(accepted.declared, accepted.figures) if accepted else [],
        "is_ask_late": bool(accepted and accepted.ask_due_on and accepted.ask_due_on < at.today),
        "owed": owed,
        "due_at": due_moment(record, owed.period, at) if owed else None,
        "days_left": working_days_left(at.calendar, today=at.today, due=owed.period.ends_on) if owed else 0,
        "is_late": owed is not None and owed.standing is not Standing.OPEN,
        "may_write": may_write,
        "draft": draft,
        "steps": _steps(draft is not None and bool(draft.summary), draft is not None and bool(draft.overall)),
        "reports_url": reverse("support_office:reports", kwargs=parts),
        "write_url": reverse("support_office:new", kwargs=parts),
        "slug": slug,
    }


def _steps(*written: bool) -> list[tuple[Any, bool]]:
    """What of the next report stands: figures by themselves, words and levels once somebody wrote them."""
    labels = (_("Confirm this period's summary"), _("Confirm levels and the ask"))
    return [(_("Progress, milestones and cost (filled)"), True), *zip(labels, written, strict=True)]


def _own_reports(request: HttpRequest) -> Mapping[str, Any] | None:
    reader = cast("ActorRequest", request)
    actor, slug = reader.actor, reader.organization.slug
    rows = own_owed(actor)
    return {"rows": rows[:OWED_SHOWN], "slug": slug, "total": len(rows)} if rows else None


def _logs(request: HttpRequest, record: Project) -> Mapping[str, Any] | None:
    actor, slug = request.actor, request.organization.slug  # type: ignore[attr-defined]  # ActorRequest declares them
    risks, issues, actions = live_counts(record)
    may_raise = may(actor, Right.RISK_RAISE, record)
    if not (risks or issues or actions or may_raise):
        return None
    parts = {"slug": slug, "project_id": record.pk}
    return {
        "slug": slug,
        "today": actor.today,
        "risks": top_risks(actor, record) if risks else [],
        "issues": open_issues(actor, record) if issues else [],
        "actions": open_actions(actor, record) if actions else [],
        "counts": {"risks": risks, "issues": issues, "actions": actions},
        "urls": {name: reverse(f"{name}:owned", kwargs=parts) for name in ("risks", "issues", "actions")},
        "raise_url": reverse("support_office:raise", kwargs=parts) if may_raise else "",
    }


def _own_overdue(request: HttpRequest) -> Mapping[str, Any] | None:
    actor, slug = request.actor, request.organization.slug  # type: ignore[attr-defined]  # ActorRequest declares them
    rows = own_entries(actor)
    if not rows:
        return None
    return {
        "rows": [(entry, entry_address(request, entry)) for entry in rows],
        "today": actor.today,
        "slug": slug,
    }


register_tab(PageTab("reports", "project", _("Status reports"), "support_office:reports", order=20))
register_panel(Panel("reports", "project", "support_office/panel.html", _reports, order=5))
register_home_card(
    HomeCard("owed", _("My next reports"), "report-analytics", "support_office/own_card.html", _own_reports, order=5)
)
register_panel(Panel("logs", "project", "support_office/logs/panel.html", _logs, order=20))
register_panel(Panel("risk matrix", "risks.list", "support_office/logs/matrix.html", matrix_panel))
register_panel(Panel("issue lists", "issues.list", "support_office/logs/quick.html", issue_panel))
register_panel(Panel("action lists", "actions.list", "support_office/logs/quick.html", action_panel))
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

"""What the portfolio shows on pages of the apps below it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pmo_site.accounts.policy import may
from pmo_site.accounts.roles import Right
from pmo_site.ui.panels import HomeCard, Panel, register_home_card, register_panel
from pmo_site.ui.parts import LevelCount
from portfolio.reasons import reason_text
from portfolio.selectors import health_of, level_counts, reasons_for
from projects.models import Project

MOST_URGENT = 3


def _health(request: HttpRequest, record: Project) -> Mapping[str, Any] | None:
    actor, slug = request.actor, request.organization.slug  # type: ignore[attr-defined]  # ActorRequest declares them
    snapshot = health_of(actor, record.pk)
    if snapshot is None:
        return None
    reasons = reasons_for(snapshot, sees_money=may(actor, Right.MONEY_VIEW, record))
    return {
        "snapshot": snapshot,
        "texts": [reason_text(reason, slug=slug) for reason in reasons[:MOST_URGENT]],
        "url": reverse("portfolio:health", kwargs={"slug": slug, "project_id": record.pk}),
    }


def _counts(request: HttpRequest) -> Mapping[str, Any] | None:
    actor, slug = request.actor, request.organization.slug  # type: ignore[attr-defined]  # ActorRequest declares them
    counts = level_counts(actor)
    if not counts.judged:
        return None
    address = reverse("portfolio:overview", kwargs={"slug": slug})
    return {
        "counts": [LevelCount(level, count, f"{address}?level={level}") for level, count in counts.by_level],
        "summary": counts,
        "url": address,
    }


register_panel(
    Panel("health", "project", "portfolio/health_panel.html", _health, order=10, right=Right.HEALTH_VIEW.value)
)
register_home_card(HomeCard("lights", _("Health of the projects"), "activity", "portfolio/home_card.html", _counts))

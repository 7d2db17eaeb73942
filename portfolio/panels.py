"""What the portfolio shows on pages of the apps below it, and on home."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.policy import may
from pmo_site.accounts.rights import Right
from pmo_site.kernel.evidence import Dimension, Level, Reason
from pmo_site.resources.decisions import decisions, first_of_each, kinds_of
from pmo_site.ui.panels import HomeCard, Panel, register_home_card, register_panel
from pmo_site.ui.parts import LevelCount
from portfolio.domain.urgency import overshoot
from portfolio.reasons import main_reason, reason_sentence
from portfolio.selectors import (
    health_list,
    health_of,
    is_stale,
    level_counts,
    newest_lights,
    overview_rows,
    reasons_for,
)
from portfolio.selectors.groups import group_rows, group_totals
from portfolio.selectors.overrides import override_on, overrides_on
from portfolio.selectors.structure import Group, places_of
from portfolio.words import DIMENSION_LABELS, kind_links
from projects.models import Project
from projects.selectors import next_milestones, own_projects

DECISIONS_SHOWN = 3
GROUP_SHOWN = 100
WORST_SHOWN = 5


def _health(request: ActorRequest, record: Project) -> Mapping[str, Any] | None:
    actor, slug = request.actor, request.organization.slug
    snapshot = health_of(actor, record.pk)
    if snapshot is None:
        return None
    reasons = reasons_for(snapshot, sees_money=may(actor, Right.MONEY_VIEW, record))
    facts = [(name, snapshot.dimensions[name.value]) for name in Dimension]
    counted = [(name, fact["level"]) for name, fact in facts if fact["counts"]]
    return {
        "snapshot": snapshot,
        "override": override_on(actor, record, actor.today),
        "cells": [
            (DIMENSION_LABELS[name], level, _why(name, level, reasons))
            for name, level in counted
            if level != Level.GREY
        ],
        "silent": [DIMENSION_LABELS[name] for name, level in counted if level == Level.GREY],
        "url": reverse("portfolio:health", kwargs={"slug": slug, "project_id": record.pk}),
        "is_stale": is_stale(snapshot),
    }


def _why(dimension: Dimension, level: str, reasons: Sequence[Reason]) -> str:
    """The finding that tells most about one dimension: of its own color, the farthest beyond its limit."""
    mine = [reason for reason in reasons if reason.dimension is dimension]
    told = max(mine, key=lambda reason: (reason.level == level, overshoot(reason)), default=None)
    return reason_sentence(told) if told else ""


def _decide(request: ActorRequest) -> Mapping[str, Any] | None:
    actor, slug = request.actor, request.organization.slug
    found = decisions(actor, slug)
    if not found:
        return None
    shown = [(each, each.is_overdue(actor.today)) for each in first_of_each(found, DECISIONS_SHOWN)]
    url = reverse("portfolio:decisions", kwargs={"slug": slug})
    return {"rows": shown, "total": len(found), "url": url, "kinds": kind_links(kinds_of(found), f"{url}?")}


def _lights(request: ActorRequest) -> Mapping[str, Any] | None:
    actor, slug = request.actor, request.organization.slug
    counts = level_counts(actor)
    if not counts.judged:
        return None
    address = reverse("portfolio:overview", kwargs={"slug": slug})
    rows = overview_rows(actor, list(health_list(actor)[:WORST_SHOWN]))
    return {
        "counts": [LevelCount(level, count, f"{address}?level={level}") for level, count in counts.by_level],
        "summary": counts,
        "rows": [(row, main_reason(row)) for row in rows],
        "url": address,
        "slug": slug,
        "is_stale": counts.is_stale,
    }


def _own(request: ActorRequest) -> Mapping[str, Any] | None:
    actor, slug = request.actor, request.organization.slug
    projects = own_projects(actor)
    if not projects:
        return None
    ids = [project.pk for project in projects]
    lights, stones = newest_lights(actor, ids), next_milestones(actor, ids)
    overrides = overrides_on(actor, ids, actor.today)
    rows = [
        (project, lights.get(project.pk), overrides.get(project.pk), stones.get(project.pk)) for project in projects
    ]
    return {"rows": rows, "slug": slug, "today": actor.today}


def _group(request: ActorRequest, record: Group) -> Mapping[str, Any]:
    actor, slug = request.actor, request.organization.slug
    start = request.settings.fiscal_year_start
    totals = group_totals(actor, record, day=actor.today, fiscal_start=start)
    return {
        "totals": totals,
        "counts": [LevelCount(level, count) for level, count in totals.levels],
        "rows": group_rows(actor, record, day=actor.today, fiscal_start=start, shown=GROUP_SHOWN),
        "more": max(totals.projects - GROUP_SHOWN, 0),
        "slug": slug,
        "record": record,
        "may_manage": may(actor, Right.PORTFOLIO_MANAGE),
    }


def _places(request: ActorRequest, record: Project) -> Mapping[str, Any] | None:
    actor, slug = request.actor, request.organization.slug
    places = places_of(actor, record)
    return {"places": places, "slug": slug} if places else None


register_panel(Panel("projects", "portfolios", "portfolio/group_panel.html", _group, order=10))
register_panel(Panel("projects_of_program", "programs", "portfolio/group_panel.html", _group, order=10))
register_panel(
    Panel(
        "places",
        "project",
        "portfolio/places_panel.html",
        _places,
        order=90,
        right=Right.PORTFOLIO_VIEW.value,
        zone="side",
    )
)
register_panel(
    Panel(
        "health",
        "project",
        "portfolio/health_panel.html",
        _health,
        order=10,
        right=Right.HEALTH_VIEW.value,
        zone="main",
    )
)
register_home_card(
    HomeCard(
        "decide",
        _("Decide now"),
        "gavel",
        "portfolio/decide_card.html",
        _decide,
        order=3,
        right=Right.PORTFOLIO_VIEW.value,
    )
)
register_home_card(HomeCard("own", _("My projects"), "briefcase", "portfolio/own_card.html", _own, order=10))
register_home_card(
    HomeCard(
        "lights",
        _("Health of the projects"),
        "activity",
        "portfolio/home_card.html",
        _lights,
        order=20,
        right=Right.HEALTH_VIEW.value,
    )
)

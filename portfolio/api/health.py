"""Health over the API: the same lights, reasons and counts as on the pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.response import Response

from pmo_site.accounts.policy import may
from pmo_site.accounts.rights import Right
from pmo_site.api.endpoints import ApiRequest, ApiView, no_values
from pmo_site.api.idempotency import idempotent
from pmo_site.api.paging import asked_page, envelope
from pmo_site.api.parameters import PageQuery, query_of
from pmo_site.api.permissions import declares, lists, needs
from pmo_site.api.schema import describe, page_shape
from pmo_site.api.serializers import StrictSerializer
from pmo_site.kernel.evidence import Reason
from pmo_site.tenancy.keyset import Order
from portfolio.api.days import day_asked
from portfolio.models import LEVEL_CHOICES, HealthOverride, ProjectHealth
from portfolio.reasons import reason_text
from portfolio.selectors import Counts, health_list, health_of, level_counts, main_reason, reasons_for
from portfolio.selectors.overrides import override_on, overrides_on
from portfolio.services.health import health_demand_all
from projects.selectors import sees_money
from projects.views.parts import find_project

_TAG = "health"


class AsOfQuery(StrictSerializer):
    """As of which day the light is asked for."""

    as_of = serializers.DateField(required=False)


class HealthQuery(PageQuery):
    """Which lights are asked for, as of which day."""

    as_of = serializers.DateField(required=False)
    level = serializers.ChoiceField(LEVEL_CHOICES, required=False)


class LimitRead(serializers.Serializer[Any]):
    """The limits that a number was judged by; a value on a limit belongs to the better level."""

    number = serializers.CharField()
    green = serializers.CharField()
    amber = serializers.CharField(allow_null=True)
    higher_is_better = serializers.BooleanField()


class PlaceRead(serializers.Serializer[Any]):
    """Where the rows behind a reason stand: the page that shows them, and the address that answers them."""

    title = serializers.CharField()
    page = serializers.CharField()
    api = serializers.CharField()


class ReasonRead(serializers.Serializer[Any]):
    """Why a light has its color; amounts of money are absent for who may not see them."""

    dimension = serializers.CharField()
    code = serializers.CharField()
    level = serializers.ChoiceField(LEVEL_CHOICES)
    title = serializers.CharField()
    finding = serializers.CharField()
    numbers = serializers.DictField(child=serializers.CharField(allow_null=True))
    observed_on = serializers.DateField()
    limit = LimitRead(allow_null=True)
    rows = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))
    places = PlaceRead(many=True)
    basis = serializers.CharField(allow_null=True)
    currency = serializers.CharField(allow_null=True)
    is_stale = serializers.BooleanField()
    last_level = serializers.CharField(allow_null=True)


class OverrideBrief(serializers.Serializer[Any]):
    """The override in force on the day asked for; `level` beside it stays the computed one."""

    id = serializers.UUIDField()
    level = serializers.ChoiceField(LEVEL_CHOICES)
    reason = serializers.CharField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    author_id = serializers.UUIDField(allow_null=True)


class HealthRead(serializers.Serializer[Any]):
    """A project's light as judged for a day, by dimension, with all its reasons."""

    project_id = serializers.UUIDField()
    day = serializers.DateField()
    level = serializers.ChoiceField(LEVEL_CHOICES)
    data_share = serializers.DecimalField(5, 4)
    dimensions = serializers.DictField()
    policy = serializers.CharField()
    policy_version = serializers.IntegerField()
    computed_at = serializers.DateTimeField()
    override = OverrideBrief(allow_null=True)
    reasons = ReasonRead(many=True)


class HealthRow(serializers.Serializer[Any]):
    """A project's light in a list, with the one reason that tells most."""

    project_id = serializers.UUIDField()
    project_code = serializers.CharField()
    project_name = serializers.CharField()
    department_name = serializers.CharField(allow_null=True)
    day = serializers.DateField()
    level = serializers.ChoiceField(LEVEL_CHOICES)
    data_share = serializers.DecimalField(5, 4)
    dimensions = serializers.DictField()
    computed_at = serializers.DateTimeField()
    override = OverrideBrief(allow_null=True)
    main_reason = ReasonRead(allow_null=True)


class CountsRead(serializers.Serializer[Any]):
    """Projects per level over what the caller may see, and how many were left out."""

    by_level = serializers.DictField(child=serializers.IntegerField())
    judged = serializers.IntegerField()
    unjudged = serializers.IntegerField()
    left_out = serializers.IntegerField()
    newest_day = serializers.DateField(allow_null=True)


@declares(GET=lists(Right.HEALTH_VIEW))
class PortfolioHealth(ApiView):
    """The lights of all projects that the caller may see."""

    @describe(
        "portfolio_health",
        _("List the health of the projects, worst first"),
        tag=_TAG,
        query=HealthQuery,
        answer=page_shape("HealthPage", HealthRow, counts=CountsRead()),
    )
    def get(self, request: ApiRequest, slug: str) -> Response:
        """Worst first, in pages by key: one query each for rows, rights to money, and counts."""
        query = query_of(request, HealthQuery)
        as_of = day_asked(request, query)
        rows = health_list(request.actor, as_of=as_of, level=query.get("level", ""))
        page = asked_page(rows, Order("rank"), query)
        money = sees_money(request.actor, (row.project_id for row in page.rows))
        shown = overrides_on(request.actor, (row.project_id for row in page.rows), as_of or request.actor.today)
        items = [
            _row(row, slug, sees_money=row.project_id in money) | {"override": _override(shown.get(row.project_id))}
            for row in page.rows
        ]
        return Response(envelope(request, page, items, counts=_counts(level_counts(request.actor, as_of=as_of))))


@declares(GET=needs(Right.HEALTH_VIEW, of=find_project, sees=Right.PROJECT_VIEW))
class ProjectHealthDetail(ApiView):
    """The light of one project and why it has its color."""

    @describe("project_health", _("Read the health of a project"), tag=_TAG, query=AsOfQuery, answer=HealthRead)
    def get(self, request: ApiRequest, slug: str, project_id: UUID) -> Response:
        """The newest snapshot, or the one that stood on a day; 404 where none was judged."""
        as_of = day_asked(request, query_of(request, AsOfQuery))
        snapshot = health_of(request.actor, project_id, as_of=as_of)
        if snapshot is None:
            raise Http404
        found = reasons_for(snapshot, sees_money=may(request.actor, Right.MONEY_VIEW, self.record))
        override = _override(override_on(request.actor, self.record, as_of or request.actor.today))
        return Response(_body(snapshot) | {"override": override, "reasons": [_reason(each, slug) for each in found]})


@declares(POST=needs(Right.HEALTH_COMPUTE))
class PortfolioCompute(ApiView):
    """Computing every light on demand."""

    @describe("portfolio_compute", _("Compute the health of all projects"), tag=_TAG, status=202, posts=True)
    @idempotent
    def post(self, request: ApiRequest, slug: str) -> Response:  # noqa: ARG002  the edge resolved it
        """Ask for it; asked again within the same minute it is computed once."""
        no_values(request)
        health_demand_all(actor=request.actor)
        return Response(status=202)


def _override(override: HealthOverride | None) -> dict[str, Any] | None:
    if override is None:
        return None
    names = ("id", "level", "reason", "starts_on", "ends_on", "author_id")
    return {name: getattr(override, name) for name in names}


def _body(snapshot: ProjectHealth) -> dict[str, Any]:
    return {
        "project_id": snapshot.project_id,
        "day": snapshot.day,
        "level": snapshot.overall,
        "data_share": snapshot.data_share,
        "dimensions": snapshot.dimensions,
        "policy": snapshot.policy,
        "policy_version": snapshot.policy_version,
        "computed_at": snapshot.computed_at,
    }


def _row(snapshot: ProjectHealth, slug: str, *, sees_money: bool) -> dict[str, Any]:
    project = snapshot.project
    main = main_reason(snapshot, reasons_for(snapshot, sees_money=sees_money))
    return {
        "project_id": project.pk,
        "project_code": project.code,
        "project_name": project.name,
        "department_name": project.department.name if project.department else None,
        "day": snapshot.day,
        "level": snapshot.overall,
        "data_share": snapshot.data_share,
        "dimensions": snapshot.dimensions,
        "computed_at": snapshot.computed_at,
        "main_reason": _reason(main, slug) if main else None,
    }


def _reason(reason: Reason, slug: str) -> Mapping[str, Any]:
    text = reason_text(reason, slug=slug)
    places = [{"title": str(row.label), "page": row.url, "api": row.api} for row in text.rows]
    return {**reason.as_json(), "title": text.title, "finding": text.finding, "places": places}


def _counts(counts: Counts) -> dict[str, Any]:
    return {
        "by_level": dict(counts.by_level),
        "judged": counts.judged,
        "unjudged": counts.unjudged,
        "left_out": counts.left_out,
        "newest_day": counts.newest_day,
    }

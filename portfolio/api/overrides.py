"""Overrides over the API: another level for a time, with the computed one always beside it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.response import Response

from pmo_site.accounts.policy import Actor
from pmo_site.accounts.rights import Right
from pmo_site.api.endpoints import ApiRequest, ApiView, created, detail, no_values, values_of
from pmo_site.api.idempotency import idempotent
from pmo_site.api.paging import asked_page, envelope
from pmo_site.api.parameters import PageQuery, query_of
from pmo_site.api.permissions import declares, needs
from pmo_site.api.preconditions import expected_version
from pmo_site.api.schema import describe, page_shape
from pmo_site.api.serializers import StrictSerializer
from pmo_site.tenancy.keyset import Order
from portfolio.models import LEVEL_CHOICES, HealthOverride
from portfolio.selectors.overrides import override_get, override_list
from portfolio.services.overrides import override_set, override_withdraw
from projects.views.parts import find_project

_TAG = "health"
_SEES = Right.PROJECT_VIEW


class OverrideWrite(StrictSerializer):
    """Another level than the computed one, from a day to a day."""

    level = serializers.ChoiceField(LEVEL_CHOICES)
    reason = serializers.CharField(max_length=2000)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()


class OverrideRead(serializers.Serializer[Any]):
    """An override, in force on the days between and not after its withdrawal."""

    id = serializers.UUIDField()
    project_id = serializers.UUIDField()
    level = serializers.ChoiceField(LEVEL_CHOICES)
    reason = serializers.CharField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    withdrawn_on = serializers.DateField(allow_null=True)
    author_id = serializers.UUIDField(allow_null=True)


def find_override(actor: Actor, *, override_id: UUID, **_others: object) -> HealthOverride | None:
    """The override that an address names, of a project whose health the actor may see."""
    return override_get(actor, override_id)


@declares(
    GET=needs(Right.HEALTH_VIEW, of=find_project, sees=_SEES),
    POST=needs(Right.HEALTH_OVERRIDE, of=find_project, sees=_SEES),
)
class OverrideList(ApiView):
    """The overrides of a project."""

    @describe(
        "override_list",
        _("List the overrides of a project"),
        tag=_TAG,
        query=PageQuery,
        answer=page_shape("OverridePage", OverrideRead),
    )
    def get(self, request: ApiRequest, slug: str, project_id: UUID) -> Response:  # noqa: ARG002  the declaration found it
        """The latest first."""
        query = query_of(request, PageQuery)
        page = asked_page(override_list(request.actor, self.record), Order("starts_on", descending=True), query)
        return Response(envelope(request, page, [_body(row) for row in page.rows]))

    @describe(
        "override_set",
        _("Override the overall level of a project"),
        tag=_TAG,
        body=OverrideWrite,
        answer=OverrideRead,
        status=201,
        posts=True,
    )
    @idempotent
    def post(self, request: ApiRequest, slug: str, project_id: UUID) -> Response:  # noqa: ARG002  the declaration found it
        """Show another level for a time; it ends by itself."""
        query_of(request)
        override = override_set(actor=request.actor, project=self.record, values=values_of(request, OverrideWrite))
        address = reverse("api-portfolio:override", kwargs={"slug": slug, "override_id": override.pk})
        return created(override, _body(override), address)


@declares(
    GET=needs(Right.HEALTH_VIEW, of=find_override, sees=_SEES),
    DELETE=needs(Right.HEALTH_OVERRIDE, of=find_override, sees=_SEES),
)
class OverrideDetail(ApiView):
    """One override."""

    @describe("override_get", _("Read an override"), tag=_TAG, answer=OverrideRead, conditional=True)
    def get(self, request: ApiRequest, slug: str, override_id: UUID) -> Response:  # noqa: ARG002  the declaration found it
        """The override, over or not."""
        query_of(request)
        return detail(request, self.record, _body(self.record))

    @describe("override_withdraw", _("Withdraw an override"), tag=_TAG, status=204, versioned=True)
    def delete(self, request: ApiRequest, slug: str, override_id: UUID) -> Response:  # noqa: ARG002  the declaration found it
        """End it today; what was shown on the days before stays on record."""
        no_values(request)
        version = expected_version(request, self.record)
        override_withdraw(actor=request.actor, override=self.record, version=version)
        return Response(status=204)


def _body(row: HealthOverride) -> dict[str, Any]:
    names = ("id", "project_id", "level", "reason", "starts_on", "ends_on", "withdrawn_on", "author_id")
    return {name: getattr(row, name) for name in names}

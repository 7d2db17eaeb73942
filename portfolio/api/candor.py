"""The candor gap over the API."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.response import Response

from pmo_site.accounts.rights import Right
from pmo_site.api.endpoints import ApiRequest, ApiView
from pmo_site.api.parameters import query_of
from pmo_site.api.permissions import declares, lists
from pmo_site.api.schema import describe
from portfolio.api.days import day_asked
from portfolio.api.health import AsOfQuery
from portfolio.selectors.candor import CandorLine, candor_picture


class CandorLineRead(serializers.Serializer[Any]):
    """A project whose declared level is not the computed one; steps above 0: declared better than computed."""

    project_id = serializers.UUIDField()
    project_code = serializers.CharField()
    computed = serializers.CharField()
    declared = serializers.CharField()
    steps = serializers.IntegerField()
    is_watermelon = serializers.BooleanField()
    since = serializers.DateField()
    declared_on = serializers.DateField()
    author_id = serializers.UUIDField(allow_null=True)


class CandorRead(serializers.Serializer[Any]):
    """All gaps over what the caller may see, watermelons first, the longest-standing first."""

    declared = serializers.IntegerField()
    silent = serializers.IntegerField()
    items = CandorLineRead(many=True)


@declares(GET=lists(Right.HEALTH_VIEW))
class Candor(ApiView):
    """Where managers declare another level than the evidence shows."""

    @describe(
        "candor", _("List the gaps between declared and computed"), tag="health", query=AsOfQuery, answer=CandorRead
    )
    def get(self, request: ApiRequest, slug: str) -> Response:  # noqa: ARG002  the edge resolved it
        """Watermelons, then what is declared better, then what is declared worse."""
        picture = candor_picture(request.actor, as_of=day_asked(request, query_of(request, AsOfQuery)))
        lines = (*picture.watermelons, *picture.kinder, *picture.stricter)
        return Response(
            {"declared": picture.declared, "silent": picture.silent, "items": [_line(line) for line in lines]}
        )


def _line(line: CandorLine) -> dict[str, Any]:
    return {
        "project_id": line.project.pk,
        "project_code": line.project.code,
        "computed": line.gap.computed.value,
        "declared": line.declaration.overall.value,
        "steps": line.gap.steps,
        "is_watermelon": line.gap.is_watermelon,
        "since": line.since,
        "declared_on": line.declaration.declared_on,
        "author_id": line.declaration.author,
    }

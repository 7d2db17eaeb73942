"""Exposure over the last twelve months over the API: the same reading as beside the risk matrix."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.response import Response

from pmo_site.accounts.rights import Right
from pmo_site.api.endpoints import ApiRequest, ApiView
from pmo_site.api.parameters import query_of
from pmo_site.api.permissions import declares, lists, needs
from pmo_site.api.schema import describe
from projects.views.parts import find_project
from support_office.selectors.exposures import ExposureAt, exposure_course

_TAG = "risks"


class ExposureAmountRead(serializers.Serializer[Any]):
    """The expected losses of live threats in one currency."""

    currency = serializers.CharField()
    amount = serializers.DecimalField(
        max_digits=20, decimal_places=2, allow_null=True, help_text=_("Null where none of them is estimated.")
    )
    estimated = serializers.IntegerField()
    unestimated = serializers.IntegerField()


class ExposureAtRead(serializers.Serializer[Any]):
    """Exposure at the end of a day."""

    day = serializers.DateField()
    amounts = ExposureAmountRead(many=True)
    left_out = serializers.IntegerField(help_text=_("Threats whose money the caller may not see."))


class ExposureCourseRead(serializers.Serializer[Any]):
    """Exposure at the ends of the last twelve months and today; empty where no loss is estimated."""

    items = ExposureAtRead(many=True)


@declares(GET=lists(Right.MONEY_VIEW))
class Exposure(ApiView):
    """Exposure of all projects over time."""

    @describe("risk_exposure", _("Read the exposure of the last twelve months"), tag=_TAG, answer=ExposureCourseRead)
    def get(self, request: ApiRequest, slug: str) -> Response:  # noqa: ARG002  the edge resolved it
        """Over the projects whose money the caller may see."""
        query_of(request)
        return Response(_body(exposure_course(request.actor)))


@declares(GET=needs(Right.MONEY_VIEW, of=find_project, sees=Right.PROJECT_VIEW))
class ProjectExposure(ApiView):
    """Exposure of one project over time."""

    @describe(
        "project_risk_exposure",
        _("Read a project's exposure of the last twelve months"),
        tag=_TAG,
        answer=ExposureCourseRead,
    )
    def get(self, request: ApiRequest, slug: str, project_id: UUID) -> Response:  # noqa: ARG002  the declaration found it
        """Of this project alone."""
        query_of(request)
        return Response(_body(exposure_course(request.actor, self.record)))


def _body(course: Iterable[ExposureAt]) -> dict[str, Any]:
    return {
        "items": [
            {
                "day": at.day,
                "amounts": [
                    {
                        "currency": currency,
                        "amount": own.amount,
                        "estimated": own.estimated,
                        "unestimated": own.unestimated,
                    }
                    for currency, own in at.by_currency.items()
                ],
                "left_out": at.left_out,
            }
            for at in course
        ]
    }

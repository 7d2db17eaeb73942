"""Where a report went, over the API."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.response import Response

from pmo_site.accounts.policy import Actor
from pmo_site.accounts.rights import Right
from pmo_site.api.endpoints import ApiRequest, ApiView, no_values
from pmo_site.api.idempotency import idempotent
from pmo_site.api.parameters import query_of
from pmo_site.api.permissions import declares, needs
from pmo_site.api.schema import describe
from support_office.models import StatusReport
from support_office.models.recipient import Outcome
from support_office.selectors.deliveries import DeliveryLine, delivery_lines
from support_office.services.distribution import report_distribute
from support_office.views.parts import find_report

_SEES = Right.PROJECT_VIEW


class DeliveryRow(serializers.Serializer[Any]):
    """One recipient of a report; `outcome` null waits to be told."""

    person_id = serializers.UUIDField()
    interest = serializers.CharField()
    outcome = serializers.ChoiceField(Outcome.choices, allow_null=True)
    tried_at = serializers.DateTimeField(allow_null=True)
    mailed_at = serializers.DateTimeField(allow_null=True)
    opened_at = serializers.DateTimeField(allow_null=True, help_text=_("Told to who writes or judges reports."))


class DeliveryList(serializers.Serializer[Any]):
    """All recipients of a report."""

    items = DeliveryRow(many=True)


@declares(GET=needs(_SEES, of=find_report), POST=needs(Right.REPORT_WRITE, of=find_report, sees=_SEES))
class Deliveries(ApiView):
    """To whom a report went, and whom it did not reach."""

    @describe("report_deliveries", _("List the recipients of a report"), tag="reports", answer=DeliveryList)
    def get(self, request: ApiRequest, slug: str, report_id: UUID) -> Response:  # noqa: ARG002  the declaration found it
        """Everybody who received the report or is to receive it."""
        query_of(request)
        return Response(_body(request.actor, self.record))

    @describe(
        "report_distribute",
        _("Send an accepted report to whom it has not reached"),
        tag="reports",
        answer=DeliveryList,
        posts=True,
    )
    @idempotent
    def post(self, request: ApiRequest, slug: str, report_id: UUID) -> Response:  # noqa: ARG002  the same
        """Tell the recipients whom the report has not reached; nobody is told twice."""
        no_values(request)
        report_distribute(actor=request.actor, report=self.record)
        return Response(_body(request.actor, self.record))


def _body(actor: Actor, report: StatusReport) -> dict[str, Any]:
    return {"items": [_row(line) for line in delivery_lines(actor, report)]}


def _row(line: DeliveryLine) -> dict[str, Any]:
    return {
        "person_id": line.person.pk,
        "interest": line.interest,
        "outcome": line.outcome,
        "tried_at": line.tried_at,
        "mailed_at": line.mailed_at,
        "opened_at": line.opened_at,
    }

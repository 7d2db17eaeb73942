"""What a program or portfolio comes to over the API: the sums of its page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.response import Response

from pmo_site.accounts.rights import Right
from pmo_site.api.endpoints import ApiRequest, ApiView
from pmo_site.api.permissions import declares, needs
from pmo_site.api.schema import describe
from portfolio.api.dashboard import TotalsRead, totals_body
from portfolio.selectors.departments import Totals
from portfolio.selectors.groups import GroupTotals, Span, group_totals
from portfolio.selectors.structure import find_portfolio, find_program
from support_office.selectors.logs import Exposure


class SpanRead(serializers.Serializer[Any]):
    """The dates of the projects; `late` finish after their own promise, `undated` lack one of the two dates."""

    starts_on = serializers.DateField(allow_null=True)
    promised_on = serializers.DateField(allow_null=True)
    finishes_on = serializers.DateField(allow_null=True)
    slip_days = serializers.IntegerField(allow_null=True)
    late = serializers.IntegerField()
    undated = serializers.IntegerField()


class LossRead(serializers.Serializer[Any]):
    """Expected losses in one currency."""

    currency = serializers.CharField()
    amount = serializers.DecimalField(24, 2)


class ExposureRead(serializers.Serializer[Any]):
    """Expected losses of live threats; `left_out` threats stand on projects whose money is closed to the caller."""

    sums = LossRead(many=True)
    estimated = serializers.IntegerField()
    unestimated = serializers.IntegerField()
    left_out = serializers.IntegerField()


class RisksRead(serializers.Serializer[Any]):
    """Live risks, and of these the extreme ones and those past their day."""

    live = serializers.IntegerField()
    extreme = serializers.IntegerField()
    overdue = serializers.IntegerField()
    exposure = ExposureRead()


class IssuesRead(serializers.Serializer[Any]):
    """Live issues, and of these those past their day."""

    live = serializers.IntegerField()
    overdue = serializers.IntegerField()


class GroupTotalsRead(TotalsRead):
    """Totals of the projects that stand in a group today."""

    dates = SpanRead()
    risks = RisksRead()
    issues = IssuesRead()


@declares(GET=needs(Right.PORTFOLIO_VIEW, of=find_portfolio))
class PortfolioTotals(ApiView):
    """The totals of one portfolio."""

    @describe("portfolio_totals", _("Read the totals of a portfolio"), tag="portfolios", answer=GroupTotalsRead)
    def get(self, request: ApiRequest, slug: str, portfolio_id: UUID) -> Response:  # noqa: ARG002  the edge found it
        """Lights, money, dates, risks and issues over what the caller may see; projects left out are counted."""
        return _answer(request, self.record)


@declares(GET=needs(Right.PORTFOLIO_VIEW, of=find_program))
class ProgramTotals(ApiView):
    """The totals of one program."""

    @describe("program_totals", _("Read the totals of a program"), tag="programs", answer=GroupTotalsRead)
    def get(self, request: ApiRequest, slug: str, program_id: UUID) -> Response:  # noqa: ARG002  the edge found it
        """Lights, money, dates, risks and issues over what the caller may see; projects left out are counted."""
        return _answer(request, self.record)


def _answer(request: ApiRequest, group: Any) -> Response:  # noqa: ANN401  the record that the edge found
    actor = request.actor
    totals = group_totals(actor, group, day=actor.today, fiscal_start=request.settings.fiscal_year_start)
    return Response(_body(totals))


def _body(totals: GroupTotals) -> dict[str, Any]:
    sums = Totals(
        levels=totals.levels,
        projects=totals.projects,
        unjudged=totals.unjudged,
        left_out=totals.left_out,
        budgets=totals.budgets,
        unknown=totals.unknown,
        hidden=totals.hidden,
    )
    risks = {name: getattr(totals.risks, name) for name in ("live", "extreme", "overdue")}
    return {
        **totals_body(sums),
        "dates": _span(totals.span),
        "risks": {**risks, "exposure": _exposure(totals.exposure)},
        "issues": {name: totals.issues[name] for name in ("live", "overdue")},
    }


def _span(span: Span) -> dict[str, Any]:
    names = ("starts_on", "promised_on", "finishes_on", "slip_days", "late", "undated")
    return {name: getattr(span, name) for name in names}


def _exposure(exposure: Exposure) -> dict[str, Any]:
    sums = [{"currency": currency, "amount": f"{amount:.2f}"} for currency, amount in exposure.sums]
    counted = {name: getattr(exposure, name) for name in ("estimated", "unestimated", "left_out")}
    return {"sums": sums, **counted}

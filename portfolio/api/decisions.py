"""What waits for a decision over the API: the list of the page, a page at a time."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.response import Response

from pmo_site.accounts.rights import Right
from pmo_site.api.endpoints import ApiRequest, ApiView
from pmo_site.api.paging import envelope
from pmo_site.api.parameters import PageQuery, query_of
from pmo_site.api.permissions import declares, lists
from pmo_site.api.schema import describe, page_shape
from pmo_site.resources.decisions import decision_page, decisions, kinds_of
from portfolio.api.days import day_asked
from portfolio.words import WAITING_KINDS

_NAMES = (
    "kind", "project_id", "project_code", "project_name", "text", "recommendation", "why", "due_on", "asked_by",
    "owner", "url",
)  # fmt: skip


class DecisionsQuery(PageQuery):
    """Which of what waits is asked for, as of which day."""

    as_of = serializers.DateField(required=False)
    kind = serializers.ChoiceField(list(WAITING_KINDS.items()), required=False)


class WaitingDecisionRead(serializers.Serializer[Any]):
    """An ask that waits for its answer, or an action past its day; `owner` is to do it, `why` is what it is for."""

    kind = serializers.CharField()
    project_id = serializers.UUIDField()
    project_code = serializers.CharField()
    project_name = serializers.CharField()
    text = serializers.CharField()
    recommendation = serializers.CharField()
    why = serializers.CharField()
    due_on = serializers.DateField(allow_null=True)
    is_overdue = serializers.BooleanField()
    asked_by = serializers.CharField()
    owner = serializers.CharField()
    told_in = serializers.CharField()
    url = serializers.CharField()


@declares(GET=lists(Right.HEALTH_VIEW))
class Decisions(ApiView):
    """What waits for a decision."""

    @describe(
        "portfolio_decisions", _("List what waits for a decision"), tag="portfolio", query=DecisionsQuery,
        answer=page_shape(
            "DecisionsPage", WaitingDecisionRead, counts=serializers.DictField(child=serializers.IntegerField())
        ),
    )  # fmt: skip
    def get(self, request: ApiRequest, slug: str) -> Response:
        """Unanswered asks of the board and overdue actions, the longest overdue first, with how many of each."""
        query = query_of(request, DecisionsQuery)
        as_of = day_asked(request, query)
        found = decisions(request.actor, slug, as_of=as_of)
        shown = [each for each in found if query.get("kind", each.kind) == each.kind]
        page = decision_page(shown, size=query["limit"], after=query.get("after", ""), before=query.get("before", ""))
        day = as_of or request.actor.today
        items = [
            {name: getattr(each, name) for name in _NAMES}
            | {"is_overdue": each.is_overdue(day), "told_in": str(each.source)}
            for each in page.rows
        ]
        return Response(envelope(request, page, items, counts=kinds_of(found)))

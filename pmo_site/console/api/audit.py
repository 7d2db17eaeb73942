"""The audit log over the API."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.response import Response

from pmo_site.accounts.rights import Right
from pmo_site.api.endpoints import ApiRequest, ApiView
from pmo_site.api.parameters import LARGEST_PAGE, PAGE_SIZE, query_of
from pmo_site.api.permissions import declares, needs
from pmo_site.api.schema import describe, page_shape
from pmo_site.api.serializers import StrictSerializer
from pmo_site.console.events import Line, lines_of
from pmo_site.console.selectors.audit import ACTIONS, Narrowing, audit_page


class AuditQuery(StrictSerializer):
    """Which part of the log is asked for."""

    limit = serializers.IntegerField(min_value=1, max_value=LARGEST_PAGE, default=PAGE_SIZE)
    after = serializers.CharField(required=False, max_length=200, help_text=_("A cursor from `next`."))
    kind = serializers.CharField(required=False, max_length=100, help_text=_("A kind of record, as in the answers."))
    action = serializers.ChoiceField([(each, each) for each in ACTIONS], required=False)
    user = serializers.UUIDField(required=False, help_text=_("The account that acted."))
    record = serializers.CharField(required=False, max_length=40, help_text=_("The id of a record."))
    since = serializers.DateTimeField(required=False)
    until = serializers.DateTimeField(required=False)


class AuditChange(serializers.Serializer[Any]):
    """One column before and after."""

    field = serializers.CharField()
    before = serializers.JSONField()
    after = serializers.JSONField()


class AuditRead(serializers.Serializer[Any]):
    """One event: who did what to which record, for whom and by which request."""

    at = serializers.DateTimeField()
    kind = serializers.CharField()
    record = serializers.CharField()
    name = serializers.CharField()
    action = serializers.ChoiceField([(each, each) for each in ACTIONS])
    actor_id = serializers.UUIDField(allow_null=True)
    actor_name = serializers.CharField()
    on_behalf_of = serializers.CharField()
    request_id = serializers.CharField()
    changes = AuditChange(many=True)


@declares(GET=needs(Right.AUDIT_VIEW))
class AuditList(ApiView):
    """Every change in the organization."""

    @describe(
        "audit_list", _("Read the audit log"), tag="organization", query=AuditQuery,
        answer=page_shape("AuditPage", AuditRead),
    )  # fmt: skip
    def get(self, request: ApiRequest, slug: str) -> Response:  # noqa: ARG002  the edge resolved it
        """Newest first; kinds and columns that the caller may not see are absent."""
        query = query_of(request, AuditQuery)
        narrowing = Narrowing(
            kind=query.get("kind", ""),
            action=query.get("action", ""),
            user_id=query.get("user"),
            record_id=query.get("record", ""),
            since=query.get("since"),
            until=query.get("until"),
        )
        events, place = audit_page(request.actor, narrowing, after=query.get("after", ""), size=query["limit"])
        kept = {name: value for name, value in request.query_params.items() if name != "after"}
        link = f"{request.path}?{urlencode({**kept, 'after': place})}" if place else None
        return Response({"items": [_body(line) for line in lines_of(events)], "next": link, "previous": None})


def _body(line: Line) -> dict[str, Any]:
    event, change = line.event, line.event.change
    return {
        "at": change.at,
        "kind": event.kind.key,
        "record": event.record_id,
        "name": event.name,
        "action": change.label,
        "actor_id": None if "system" in change.context else change.context.get("user"),
        "actor_name": line.entry.actor,
        "on_behalf_of": line.entry.on_behalf_of,
        "request_id": event.request_id,
        "changes": [{"field": e.field, "before": e.before, "after": e.after} for e in change.differences],
    }

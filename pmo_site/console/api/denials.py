"""Attempts that were refused, over the API."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.response import Response

from pmo_site.accounts.rights import Right
from pmo_site.api.endpoints import ApiRequest, ApiView
from pmo_site.api.paging import asked_page, envelope
from pmo_site.api.parameters import PageQuery, query_of
from pmo_site.api.permissions import declares, needs
from pmo_site.api.schema import describe, page_shape
from pmo_site.console.selectors.denials import ANSWERS, NEWEST, DenialNarrowing, denial_list, who_tried


class DenialQuery(PageQuery):
    """Which attempts are asked for."""

    user = serializers.UUIDField(required=False, help_text=_("The account that tried."))
    address = serializers.CharField(required=False, max_length=200, help_text=_("A part of the address."))
    status = serializers.ChoiceField([(each, str(each)) for each in ANSWERS], required=False)
    since = serializers.DateTimeField(required=False)
    until = serializers.DateTimeField(required=False)


class DenialRead(serializers.Serializer[Any]):
    """One attempt: who tried what, when, and what they were told; the name of who is no member is empty."""

    id = serializers.UUIDField()
    at = serializers.DateTimeField()
    user_id = serializers.UUIDField(allow_null=True)
    user_name = serializers.CharField()
    method = serializers.CharField()
    path = serializers.CharField()
    status = serializers.IntegerField()
    request_id = serializers.CharField()


@declares(GET=needs(Right.AUDIT_VIEW))
class DenialList(ApiView):
    """What the organization refused."""

    @describe(
        "denial_list", _("List denied attempts"), tag="organization", query=DenialQuery,
        answer=page_shape("DenialPage", DenialRead),
    )  # fmt: skip
    def get(self, request: ApiRequest, slug: str) -> Response:  # noqa: ARG002  the edge resolved it
        """Newest first."""
        query = query_of(request, DenialQuery)
        narrowing = DenialNarrowing(
            user_id=query.get("user"),
            address=query.get("address", ""),
            status=query.get("status"),
            since=query.get("since"),
            until=query.get("until"),
        )
        page = asked_page(denial_list(request.actor, narrowing), NEWEST, query)
        names = who_tried(page.rows)
        items = [
            {
                "id": row.pk,
                "at": row.denied_at,
                "user_id": row.user_id,
                "user_name": names.get(str(row.user_id), ""),
                "method": row.method,
                "path": row.path,
                "status": row.status,
                "request_id": row.request_id,
            }
            for row in page.rows
        ]
        return Response(envelope(request, page, items))

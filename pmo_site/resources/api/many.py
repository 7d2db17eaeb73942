"""Many records changed in one request: all of them, or none."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail
from rest_framework.response import Response

from pmo_site.api.endpoints import ApiRequest, ApiView, values_of
from pmo_site.api.idempotency import idempotent
from pmo_site.api.parameters import query_of
from pmo_site.api.permissions import declares, lists
from pmo_site.api.schema import describe
from pmo_site.api.serializers import StrictSerializer
from pmo_site.kernel.conflicts import FieldProblem, RuleError, StaleError
from pmo_site.resources.api.shapes import values_shape
from pmo_site.resources.resource import Resource
from pmo_site.resources.selectors import records_by_id
from pmo_site.resources.services.bulk import MOST_RECORDS, BulkOutcome, records_change
from pmo_site.tenancy.versions import ARCHIVED


class Pick(StrictSerializer):
    """A record with the version at which the caller read it."""

    id = serializers.UUIDField()
    version = serializers.IntegerField(min_value=1)


class ManyRead(serializers.Serializer[Any]):
    """The records that were changed, with their new versions."""

    changed = Pick(many=True)


def _refuse_parts(request: ApiRequest, resource: Resource, outcome: BulkOutcome) -> None:
    """Refuse the whole where a record is missing, not the caller's to change, archived, or was changed meanwhile."""
    seen = records_by_id(request.actor, resource, resource.rights.view, outcome.closed) if outcome.closed else {}
    if len(seen) < len(outcome.closed):
        raise serializers.ValidationError({"records": [ErrorDetail("", "unknown")]})
    if seen:
        raise PermissionDenied(str(resource.rights.change))
    if outcome.archived:
        raise RuleError([FieldProblem("records", ARCHIVED)])
    if outcome.stale:
        stands = records_by_id(request.actor, resource, resource.rights.view, outcome.stale[:1])
        raise StaleError(next((record.version for record in stands.values()), 0))


def many_endpoint(resource: Resource) -> type[ApiView]:
    """Give many records the same values."""
    shape: Any = type(
        f"{resource.model.__name__}Many",
        (StrictSerializer,),
        {
            "records": serializers.ListField(child=Pick(), max_length=MOST_RECORDS, allow_empty=False),
            "values": values_shape(resource)(),
            "__module__": __name__,
            "__doc__": str(resource.many),
        },
    )

    class Many(ApiView):
        @describe(
            f"{resource.singular}_change_many", format_lazy(_("Change many: {kind}"), kind=resource.many),
            tag=resource.key, body=shape, answer=ManyRead, posts=True,
        )  # fmt: skip
        @idempotent
        def post(self, request: ApiRequest, slug: str) -> Response:  # noqa: ARG002  the edge resolved it
            query_of(request)
            given = values_of(request, shape)
            versions = {each["id"]: each["version"] for each in given["records"]}
            with transaction.atomic():
                outcome = records_change(
                    actor=request.actor, resource=resource, versions=versions, values=dict(given["values"])
                )
                _refuse_parts(request, resource, outcome)
            return Response({"changed": [{"id": key, "version": after} for key, _before, after in outcome.entries]})

    Many.__name__ = Many.__qualname__ = f"{resource.model.__name__}Many"
    Many.__doc__ = str(resource.many)
    return declares(POST=lists(resource.rights.change))(Many)

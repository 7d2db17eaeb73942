"""What every endpoint is: thin, declared, and answering records with their ETag."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, TypeVar

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from pmo_site.accounts.models import OrganizationSettings
from pmo_site.accounts.policy import Actor
from pmo_site.accounts.rights import Right
from pmo_site.api.parameters import query_of
from pmo_site.api.permissions import Access, Declared
from pmo_site.api.preconditions import etag_of, is_known_to
from pmo_site.api.serializers import StrictSerializer, read_strictly
from pmo_site.tenancy.models import EditableModel, Organization

Record = TypeVar("Record")


class ApiRequest(Request):
    """A request of a member inside an organization."""

    actor: Actor
    settings: OrganizationSettings
    organization: Organization


class ApiView(APIView):
    """An endpoint. `access` comes from the `declares` decorator.

    `record` is what the address names; `held` are the rights on it, if they were asked for: until something is written.
    """

    permission_classes = [Declared]
    http_method_names = ["get", "head", "post", "patch", "delete"]
    access: ClassVar[Mapping[str, Access]] = {}
    record: Any
    held: frozenset[Right] | None = None

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:  # noqa: ANN401  DRF's own signature
        """The view, which opens its transaction itself."""
        return transaction.non_atomic_requests(super().as_view(**initkwargs))

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401  the same
        """Answer within the organization's transaction, or within one of its own where there is none.

        What an error leaves is rolled back with the whole request; only where something was written on the way here
        that must stand, or where the transaction is not the organization's, a savepoint parts the two.
        """
        is_parted = getattr(request, "has_written", False) or getattr(request, "organization", None) is None
        with transaction.atomic(savepoint=is_parted):
            return super().dispatch(request, *args, **kwargs)


def values_of(request: Request, kind: type[StrictSerializer], *, partial: bool = False) -> dict[str, Any]:
    """The body's fields, checked; what is unknown or wrong is refused at its field."""
    return read_strictly(kind, request.data, partial=partial)


def no_values(request: Request) -> None:
    """Refuse parameters and fields where an action takes none."""
    query_of(request)
    if request.data:
        values_of(request, StrictSerializer)


def detail(request: Request, record: EditableModel, body: Mapping[str, Any]) -> Response:
    """A record with its ETag; 304 for who has this version already."""
    headers = {"ETag": etag_of(record)}
    if request.method in {"GET", "HEAD"} and is_known_to(request, record):
        return Response(status=304, headers=headers)
    return Response(body, headers=headers)


def created(record: EditableModel, body: Mapping[str, Any], address: str) -> Response:
    """A new record with its ETag and address."""
    return Response(body, status=201, headers={"ETag": etag_of(record), "Location": address})

"""Remembered columns over the API."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _
from rest_framework.response import Response

from pmo_site.accounts.rights import Right
from pmo_site.api.endpoints import ApiRequest, ApiView, detail, no_values, values_of
from pmo_site.api.idempotency import idempotent
from pmo_site.api.paging import asked_page, envelope
from pmo_site.api.parameters import PageQuery, query_of
from pmo_site.api.permissions import declares, needs
from pmo_site.api.preconditions import etag_of, expected_version
from pmo_site.api.schema import describe, page_shape
from pmo_site.exchange.selectors import mapping_list
from pmo_site.exchange.services.mappings import mapping_delete, mapping_rename, mapping_undelete
from pmo_site.resources.imports.bodies import mapping_body
from pmo_site.resources.imports.mappings import find_deleted_mapping, find_mapping
from pmo_site.resources.imports.shapes import MappingRead, MappingWrite
from pmo_site.tenancy.keyset import Order

_TAG = "imports"
_MINE = needs(Right.DATA_IMPORT, of=find_mapping)


@declares(GET=needs(Right.DATA_IMPORT))
class MappingList(ApiView):
    """The remembered columns of the organization."""

    @describe(
        "import_mapping_list",
        _("List remembered columns"),
        tag=_TAG,
        query=PageQuery,
        answer=page_shape("ImportMappingPage", MappingRead),
    )
    def get(self, request: ApiRequest, slug: str) -> Response:  # noqa: ARG002  the edge resolved it
        """By name."""
        query = query_of(request, PageQuery)
        page = asked_page(mapping_list(request.actor), Order("name"), query)
        return Response(envelope(request, page, [mapping_body(row) for row in page.rows]))


@declares(GET=_MINE, PATCH=_MINE, DELETE=_MINE)
class MappingDetail(ApiView):
    """One choice of columns."""

    @describe("import_mapping_get", _("Read remembered columns"), tag=_TAG, answer=MappingRead, conditional=True)
    def get(self, request: ApiRequest, slug: str, mapping_id: UUID) -> Response:  # noqa: ARG002  the record was found by it
        """What goes where."""
        query_of(request)
        return detail(request, self.record, mapping_body(self.record))

    @describe(
        "import_mapping_rename",
        _("Rename remembered columns"),
        tag=_TAG,
        body=MappingWrite,
        answer=MappingRead,
        versioned=True,
    )
    def patch(self, request: ApiRequest, slug: str, mapping_id: UUID) -> Response:  # noqa: ARG002  the record was found by it
        """Another name for the version that If-Match names."""
        query_of(request)
        version = expected_version(request, self.record)
        name = values_of(request, MappingWrite)["name"]
        renamed = mapping_rename(actor=request.actor, mapping=self.record, name=name, version=version)
        return detail(request, renamed, mapping_body(renamed))

    @describe("import_mapping_delete", _("Delete remembered columns"), tag=_TAG, status=204, versioned=True)
    def delete(self, request: ApiRequest, slug: str, mapping_id: UUID) -> Response:  # noqa: ARG002  the record was found by it
        """Delete the version that If-Match names; it can be brought back."""
        no_values(request)
        version = expected_version(request, self.record)
        mapping_delete(actor=request.actor, mapping=self.record, version=version)
        return Response(status=204)


@declares(POST=needs(Right.DATA_IMPORT, of=find_deleted_mapping))
class MappingUndelete(ApiView):
    """Bring deleted columns back; there is no version to be stale against, so no If-Match."""

    @describe("import_mapping_undelete", _("Bring remembered columns back"), tag=_TAG, answer=MappingRead, posts=True)
    @idempotent
    def post(self, request: ApiRequest, slug: str, mapping_id: UUID) -> Response:  # noqa: ARG002  the service finds it
        """The columns under their old id."""
        no_values(request)
        found = mapping_undelete(actor=request.actor, mapping=self.record)
        return Response(mapping_body(found), headers={"ETag": etag_of(found)})

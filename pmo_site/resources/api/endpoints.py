"""The endpoints of a register: lists, records, history, many at once; the same selectors and services as its pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django.http import Http404
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from rest_framework.response import Response

from pmo_site.accounts.policy import Actor
from pmo_site.api.endpoints import ApiRequest, ApiView, created, detail, no_values, values_of
from pmo_site.api.idempotency import idempotent
from pmo_site.api.paging import envelope
from pmo_site.api.parameters import query_of
from pmo_site.api.permissions import declares, lists, needs
from pmo_site.api.preconditions import etag_of, expected_version
from pmo_site.api.schema import describe, page_shape
from pmo_site.resources.api.bodies import history_rows, rows_of, single_body
from pmo_site.resources.api.history import HistoryQuery, HistoryRead
from pmo_site.resources.api.listing import asked_listing
from pmo_site.resources.api.queries import query_shape
from pmo_site.resources.api.shapes import read_shape, row_shape, write_shape
from pmo_site.resources.resource import Resource, identifier
from pmo_site.resources.selectors import as_stored, finder_of, hidden_columns, require_fields
from pmo_site.tenancy.models import EditableModel

View = type[ApiView]


def list_endpoint(resource: Resource, *, within_owner: bool = False) -> View:
    """Lists of a register; records are made where their owner is named, or where they have none."""
    listed, rights, owner = _listing(resource, within_owner=within_owner), resource.rights, resource.owner
    if owner is None:
        made = _making(resource, listed)
        return _named(declares(GET=lists(rights.view), POST=needs(rights.create))(made), resource, "List")
    if not within_owner:
        return _named(declares(GET=lists(rights.view))(listed), resource, "List")
    reads, writes = needs(rights.view, of=owner.find), needs(rights.create, of=owner.find, sees=rights.view)
    return _named(declares(GET=reads, POST=writes)(_making(resource, listed)), resource, "OwnedList")


def _listing(resource: Resource, *, within_owner: bool) -> View:
    query, one = query_shape(resource, within_owner=within_owner), resource.singular
    scope = f"{one}_list" if not within_owner or resource.owner is None else f"{one}_list_of_{resource.owner.field}"
    words = format_lazy(_("List: {kind}"), kind=resource.many)
    answer = page_shape(f"{resource.model.__name__}{'Of' if within_owner else ''}Page", row_shape(resource))

    class Listed(ApiView):
        @describe(scope, words, tag=resource.key, query=query, answer=answer)
        def get(self, request: ApiRequest, slug: str, **parts: object) -> Response:  # noqa: ARG002  the declaration found them
            asked = query_of(request, query)
            shown = asked_listing(resource, request, asked, owner=getattr(self, "record", None))
            page = shown.page(asked)
            return Response(envelope(request, page, rows_of(resource, page.rows, request.actor, asked.get("fields"))))

    return Listed


def _making(resource: Resource, listed: View) -> View:
    write, single = write_shape(resource), read_shape(resource)
    name, words = f"{resource.singular}_create", format_lazy(_("Add: {kind}"), kind=resource.one)

    class Makes(ApiView):
        @describe(name, words, tag=resource.key, body=write, answer=single, status=201, posts=True)
        @idempotent
        def post(self, request: ApiRequest, slug: str, **parts: object) -> Response:  # noqa: ARG002  the same
            query_of(request)
            owner, values = getattr(self, "record", None), values_of(request, write)
            require_fields(request.actor, resource, owner, values)
            made = resource.writes.create(actor=request.actor, values=values, **resource.parents(owner))
            body = single_body(resource, as_stored(resource, made), request.actor)
            return created(made, body, _address(request, resource, made))

    return cast("View", type("Made", (Makes, listed), {}))


def _address(request: ApiRequest, resource: Resource, record: EditableModel) -> str:
    slug = request.organization.slug
    return reverse(f"api-{resource.key}:detail", kwargs={"slug": slug, resource.parameter: record.pk})


def record_endpoint(resource: Resource) -> View:
    """One record: read, changed and, where its kind is deleted, deleted at the version that the caller read."""
    rights, find, single = resource.rights, finder_of(resource), _single(resource)
    reads, changes = needs(rights.view, of=find), needs(rights.change, of=find, sees=rights.view)
    if resource.archives:
        return _named(declares(GET=reads, PATCH=changes)(single), resource, "Detail")
    deletes = needs(resource.removal_right(), of=find, sees=rights.view)
    deletable = _deletable(resource, single)
    return _named(declares(GET=reads, PATCH=changes, DELETE=deletes)(deletable), resource, "Detail")


def _single(resource: Resource) -> View:
    write, single, one = write_shape(resource), read_shape(resource), resource.singular
    reads = format_lazy(_("Read: {kind}"), kind=resource.one)
    changes = format_lazy(_("Change: {kind}"), kind=resource.one)

    class Single(ApiView):
        @describe(f"{one}_get", reads, tag=resource.key, answer=single, conditional=True)
        def get(self, request: ApiRequest, slug: str, **parts: object) -> Response:  # noqa: ARG002  the declaration found it
            query_of(request)
            return detail(request, self.record, single_body(resource, self.record, request.actor, held=self.held))

        @describe(f"{one}_change", changes, tag=resource.key, body=write, answer=single, versioned=True)
        def patch(self, request: ApiRequest, slug: str, **parts: object) -> Response:  # noqa: ARG002  the same
            query_of(request)
            version, values = expected_version(request, self.record), values_of(request, write, partial=True)
            require_fields(request.actor, resource, self.record, values)
            revised = resource.writes.change(actor=request.actor, version=version, values=values, **{one: self.record})
            return detail(request, revised, single_body(resource, revised, request.actor))

    return Single


def _deletable(resource: Resource, single: View) -> View:
    one, words = resource.singular, format_lazy(_("Delete: {kind}"), kind=resource.one)

    class Deletes(ApiView):
        @describe(f"{one}_delete", words, tag=resource.key, status=204, versioned=True)
        def delete(self, request: ApiRequest, slug: str, **parts: object) -> Response:  # noqa: ARG002  the same
            no_values(request)
            version = expected_version(request, self.record)
            resource.writes.remove(actor=request.actor, version=version, **{one: self.record})
            return Response(status=204)

    return cast("View", type("Deletable", (Deletes, single), {}))


def archive_endpoint(resource: Resource) -> View:
    """Take a record out of the lists; nothing is lost."""
    single, one = read_shape(resource), resource.singular
    words = format_lazy(_("Archive: {kind}"), kind=resource.one)

    class Archived(ApiView):
        @describe(f"{one}_archive", words, tag=resource.key, answer=single, versioned=True, posts=True)
        @idempotent
        def post(self, request: ApiRequest, slug: str, **parts: object) -> Response:  # noqa: ARG002  the declaration found it
            no_values(request)
            version = expected_version(request, self.record)
            found: Any = resource.writes.remove(actor=request.actor, version=version, **{one: self.record})
            return detail(request, found, single_body(resource, found, request.actor))

    asks = needs(resource.removal_right(), of=finder_of(resource), sees=resource.rights.view)
    return _named(declares(POST=asks)(Archived), resource, "Archive")


def return_endpoint(resource: Resource) -> View:
    """Bring a removed record back: a deleted one by its id alone, an archived one at its version."""
    single, one, find = read_shape(resource), resource.singular, finder_of(resource)
    words = format_lazy(_("Bring back: {kind}"), kind=resource.one)

    class Deleted(ApiView):
        @describe(f"{one}_undelete", words, tag=resource.key, answer=single, posts=True)
        @idempotent
        def post(self, request: ApiRequest, slug: str, **parts: object) -> Response:  # noqa: ARG002  the edge resolved it
            no_values(request)
            found = _returned(resource, request.actor, parts)
            return Response(single_body(resource, found, request.actor), headers={"ETag": etag_of(found)})

    class Returned(ApiView):
        @describe(f"{one}_restore", words, tag=resource.key, answer=single, versioned=True, posts=True)
        @idempotent
        def post(self, request: ApiRequest, slug: str, **parts: object) -> Response:  # noqa: ARG002  the declaration found it
            no_values(request)
            version = expected_version(request, self.record)
            found = resource.writes.bring_back(actor=request.actor, version=version, **{one: self.record})
            if found is None:
                raise Http404
            return detail(request, found, single_body(resource, found, request.actor))

    right = resource.removal_right()
    if resource.archives:
        return _named(declares(POST=needs(right, of=find, sees=resource.rights.view))(Returned), resource, "Restore")
    return _named(declares(POST=lists(right))(Deleted), resource, "Undelete")


def _returned(resource: Resource, actor: Actor, parts: Mapping[str, object]) -> EditableModel:
    found = resource.writes.bring_back(actor=actor, **{resource.parameter: identifier(parts, resource)})
    if found is None:
        raise Http404
    return found


def history_endpoint(resource: Resource) -> View:
    """What happened to a record."""

    class History(ApiView):
        @describe(
            f"{resource.singular}_history", format_lazy(_("History: {kind}"), kind=resource.one), tag=resource.key,
            query=HistoryQuery, answer=HistoryRead,
        )  # fmt: skip
        def get(self, request: ApiRequest, slug: str, **parts: object) -> Response:  # noqa: ARG002  the declaration found it
            limit = query_of(request, HistoryQuery)["limit"]
            hidden = hidden_columns(request.actor, resource, self.record)
            return Response({"items": history_rows(self.record, hidden=hidden, limit=limit)})

    return _named(declares(GET=needs(resource.rights.view, of=finder_of(resource)))(History), resource, "History")


def _named(view: Any, resource: Resource, action: str) -> View:  # noqa: ANN401  a view class
    """Let the schema and logs tell the endpoints of different registers apart."""
    view.__name__ = view.__qualname__ = f"{resource.model.__name__}{action}"
    view.__doc__ = str(resource.many)
    found: View = view
    return found

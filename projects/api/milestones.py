"""Milestones over the API."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rest_framework.response import Response

from pmo_site.accounts.roles import Right
from pmo_site.api.endpoints import ApiRequest, ApiView, created, detail, no_values, values_of
from pmo_site.api.idempotency import idempotent
from pmo_site.api.paging import asked_page, envelope
from pmo_site.api.parameters import PageQuery, query_of
from pmo_site.api.permissions import declares, lists, needs
from pmo_site.api.preconditions import etag_of, expected_version
from pmo_site.api.schema import describe, page_shape
from pmo_site.tenancy.keyset import Order
from projects.api.rows import milestone_body
from projects.api.shapes import MilestoneRead, MilestoneWrite
from projects.selectors import milestone_list
from projects.services.milestone import milestone_create, milestone_delete, milestone_revise, milestone_undelete
from projects.views.parts import find_milestone, find_project

_SEES = Right.PROJECT_VIEW
_TAG = "milestones"


@declares(GET=needs(_SEES, of=find_project), POST=needs(Right.PROJECT_CHANGE, of=find_project, sees=_SEES))
class MilestoneList(ApiView):
    """The milestones of a project."""

    @describe(
        "milestone_list",
        _("List the milestones of a project"),
        tag=_TAG,
        query=PageQuery,
        answer=page_shape("MilestonePage", MilestoneRead),
    )
    def get(self, request: ApiRequest, slug: str, project_id: UUID) -> Response:  # noqa: ARG002  the declaration found it
        """By the day they were promised, unknown days last."""
        query = query_of(request, PageQuery)
        page = asked_page(milestone_list(request.actor, self.record), Order("baseline_on"), query)
        return Response(envelope(request, page, [milestone_body(row) for row in page.rows]))

    @describe(
        "milestone_create",
        _("Add a milestone"),
        tag=_TAG,
        body=MilestoneWrite,
        answer=MilestoneRead,
        status=201,
        posts=True,
    )
    @idempotent
    def post(self, request: ApiRequest, slug: str, project_id: UUID) -> Response:  # noqa: ARG002  the declaration found it
        """Add a milestone to the project."""
        query_of(request)
        values = values_of(request, MilestoneWrite)
        milestone = milestone_create(actor=request.actor, project=self.record, values=values)
        address = reverse("api-projects:milestone", kwargs={"slug": slug, "milestone_id": milestone.pk})
        return created(milestone, milestone_body(milestone), address)


@declares(
    GET=needs(_SEES, of=find_milestone),
    PATCH=needs(Right.PROJECT_CHANGE, of=find_milestone, sees=_SEES),
    DELETE=needs(Right.PROJECT_CHANGE, of=find_milestone, sees=_SEES),
)
class MilestoneDetail(ApiView):
    """One milestone."""

    @describe("milestone_get", _("Read a milestone"), tag=_TAG, answer=MilestoneRead, conditional=True)
    def get(self, request: ApiRequest, slug: str, milestone_id: UUID) -> Response:  # noqa: ARG002  the declaration found it
        """The milestone."""
        query_of(request)
        return detail(request, self.record, milestone_body(self.record))

    @describe(
        "milestone_change",
        _("Change a milestone"),
        tag=_TAG,
        body=MilestoneWrite,
        answer=MilestoneRead,
        versioned=True,
    )
    def patch(self, request: ApiRequest, slug: str, milestone_id: UUID) -> Response:  # noqa: ARG002  the declaration found it
        """Set some fields of the version that If-Match names."""
        query_of(request)
        version = expected_version(request, self.record)
        values = values_of(request, MilestoneWrite, partial=True)
        revised = milestone_revise(actor=request.actor, milestone=self.record, version=version, values=values)
        return detail(request, revised, milestone_body(revised))

    @describe("milestone_delete", _("Delete a milestone"), tag=_TAG, status=204, versioned=True)
    def delete(self, request: ApiRequest, slug: str, milestone_id: UUID) -> Response:  # noqa: ARG002  the declaration found it
        """Delete the version that If-Match names; it can be brought back."""
        no_values(request)
        version = expected_version(request, self.record)
        milestone_delete(actor=request.actor, milestone=self.record, version=version)
        return Response(status=204)


@declares(POST=lists(Right.PROJECT_CHANGE))
class MilestoneUndelete(ApiView):
    """Bring a deleted milestone back; there is no version to be stale against, so no If-Match."""

    @describe("milestone_undelete", _("Bring a deleted milestone back"), tag=_TAG, answer=MilestoneRead, posts=True)
    @idempotent
    def post(self, request: ApiRequest, slug: str, milestone_id: UUID) -> Response:  # noqa: ARG002  the service finds it
        """The milestone under its old id."""
        no_values(request)
        milestone = milestone_undelete(actor=request.actor, milestone_id=milestone_id)
        if milestone is None:
            raise Http404
        return Response(milestone_body(milestone), headers={"ETag": etag_of(milestone)})

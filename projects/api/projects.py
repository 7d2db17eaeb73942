"""Projects over the API: the same selectors and services as their pages."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.response import Response

from pmo_site.accounts.policy import may
from pmo_site.accounts.roles import Right
from pmo_site.api.endpoints import ApiRequest, ApiView, created, detail, no_values, values_of
from pmo_site.api.idempotency import idempotent
from pmo_site.api.paging import asked_page, envelope
from pmo_site.api.parameters import LARGEST_PAGE, query_of
from pmo_site.api.permissions import declares, lists, needs
from pmo_site.api.preconditions import expected_version
from pmo_site.api.schema import describe, page_shape
from pmo_site.api.serializers import StrictSerializer
from pmo_site.tenancy.keyset import Order
from projects.api.rows import history_rows, project_body, project_row
from projects.api.shapes import HistoryRead, ProjectQuery, ProjectRead, ProjectRow, ProjectWrite
from projects.models import Project
from projects.models.project import MONEY_FIELDS
from projects.selectors import SORTS, ProjectFilter, project_list, sees_money
from projects.services.project import project_archive, project_create, project_restore, project_revise
from projects.views.parts import find_project

_SEES = Right.PROJECT_VIEW
_TAG = "projects"


class HistoryQuery(StrictSerializer):
    """How many changes of a record are answered."""

    limit = serializers.IntegerField(min_value=1, max_value=LARGEST_PAGE, default=LARGEST_PAGE)


@declares(GET=lists(_SEES), POST=needs(Right.PROJECT_CREATE))
class ProjectList(ApiView):
    """The projects that the caller may see."""

    @describe(
        "project_list", _("List projects"), tag=_TAG, query=ProjectQuery, answer=page_shape("ProjectPage", ProjectRow)
    )
    def get(self, request: ApiRequest, slug: str) -> Response:  # noqa: ARG002  the edge resolved it
        """Projects in pages by key: two queries for the rows and their managers, one for money."""
        query = query_of(request, ProjectQuery)
        sort = query["sort"]
        order = Order(SORTS[sort.removeprefix("-")], descending=sort.startswith("-"))
        page = asked_page(project_list(request.actor, _narrowing(query)), order, query)
        money = sees_money(request.actor, (row.pk for row in page.rows))
        only = query.get("fields")
        items = [project_row(row, sees_money=row.pk in money, only=only) for row in page.rows]
        return Response(envelope(request, page, items))

    @describe(
        "project_create", _("Create a project"), tag=_TAG, body=ProjectWrite, answer=ProjectRead, status=201, posts=True
    )
    @idempotent
    def post(self, request: ApiRequest, slug: str) -> Response:
        """Create a project; without a code it gets the next number."""
        query_of(request)
        project = project_create(actor=request.actor, values=values_of(request, ProjectWrite))
        address = reverse("api-projects:detail", kwargs={"slug": slug, "project_id": project.pk})
        return created(project, _body(request, project), address)


@declares(GET=needs(_SEES, of=find_project), PATCH=needs(Right.PROJECT_CHANGE, of=find_project, sees=_SEES))
class ProjectDetail(ApiView):
    """One project."""

    @describe("project_get", _("Read a project"), tag=_TAG, answer=ProjectRead, conditional=True)
    def get(self, request: ApiRequest, slug: str, project_id: UUID) -> Response:  # noqa: ARG002  the declaration found it
        """The project's own fields."""
        query_of(request)
        return detail(request, self.record, _body(request, self.record))

    @describe("project_change", _("Change a project"), tag=_TAG, body=ProjectWrite, answer=ProjectRead, versioned=True)
    def patch(self, request: ApiRequest, slug: str, project_id: UUID) -> Response:  # noqa: ARG002  the declaration found it
        """Set some fields of the version that If-Match names."""
        query_of(request)
        version = expected_version(request, self.record)
        values = values_of(request, ProjectWrite, partial=True)
        revised = project_revise(actor=request.actor, project=self.record, version=version, values=values)
        return detail(request, revised, _body(request, revised))


@declares(POST=needs(Right.PROJECT_ARCHIVE, of=find_project, sees=_SEES))
class ProjectArchive(ApiView):
    """Take a project out of the lists."""

    @describe("project_archive", _("Archive a project"), tag=_TAG, answer=ProjectRead, versioned=True, posts=True)
    @idempotent
    def post(self, request: ApiRequest, slug: str, project_id: UUID) -> Response:  # noqa: ARG002  the declaration found it
        """Archive the version that If-Match names; nothing is lost."""
        no_values(request)
        version = expected_version(request, self.record)
        archived = project_archive(actor=request.actor, project=self.record, version=version)
        return detail(request, archived, _body(request, archived))


@declares(POST=needs(Right.PROJECT_ARCHIVE, of=find_project, sees=_SEES))
class ProjectRestore(ApiView):
    """Bring an archived project back."""

    @describe("project_restore", _("Restore a project"), tag=_TAG, answer=ProjectRead, versioned=True, posts=True)
    @idempotent
    def post(self, request: ApiRequest, slug: str, project_id: UUID) -> Response:  # noqa: ARG002  the declaration found it
        """Restore the version that If-Match names."""
        no_values(request)
        version = expected_version(request, self.record)
        restored = project_restore(actor=request.actor, project=self.record, version=version)
        return detail(request, restored, _body(request, restored))


@declares(GET=needs(_SEES, of=find_project))
class ProjectHistory(ApiView):
    """What happened to a project."""

    @describe("project_history", _("Read the history of a project"), tag=_TAG, query=HistoryQuery, answer=HistoryRead)
    def get(self, request: ApiRequest, slug: str, project_id: UUID) -> Response:  # noqa: ARG002  the declaration found it
        """The newest changes first; those of money only for who may see it."""
        query = query_of(request, HistoryQuery)
        hidden = () if may(request.actor, Right.MONEY_VIEW, self.record) else MONEY_FIELDS
        return Response({"items": history_rows(self.record, hidden=hidden, limit=query["limit"])})


def _body(request: ApiRequest, project: Project) -> dict[str, Any]:
    return project_body(project, sees_money=may(request.actor, Right.MONEY_VIEW, project))


def _narrowing(query: dict[str, Any]) -> ProjectFilter:
    return ProjectFilter(
        search=query.get("q", ""),
        status=query.get("status", ""),
        tier=query.get("tier", ""),
        department=query.get("department"),
        late=query["late"],
        unassigned=query["unassigned"],
        archived=query["archived"],
    )

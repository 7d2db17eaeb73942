"""The people of a project over the API."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rest_framework.response import Response

from pmo_site.accounts.policy import Actor
from pmo_site.accounts.rights import Right
from pmo_site.accounts.services.acts import act_keep
from pmo_site.api.endpoints import ApiRequest, ApiView, created, detail, values_of
from pmo_site.api.idempotency import idempotent
from pmo_site.api.paging import asked_page, envelope
from pmo_site.api.parameters import PageQuery, query_of
from pmo_site.api.permissions import declares, needs
from pmo_site.api.preconditions import expected_version
from pmo_site.api.schema import describe, page_shape
from pmo_site.tenancy.keyset import Order
from projects.api.rows import member_body, member_row
from projects.api.shapes import MemberRead, MemberWrite
from projects.models import ProjectMember
from projects.selectors import member_find, member_list
from projects.services.member import member_add, member_revise
from projects.services.undoing import MEMBER_ADDED, MEMBER_CHANGED, member_facts
from projects.views.parts import find_project

_SEES = Right.PROJECT_VIEW
_TAG = "members"


def find_member(actor: Actor, *, member_id: UUID, **_others: object) -> ProjectMember | None:
    """The role that an address names, if the actor may see its project."""
    return member_find(actor, member_id)


@declares(GET=needs(_SEES, of=find_project), POST=needs(Right.MEMBERS_MANAGE, of=find_project, sees=_SEES))
class MemberList(ApiView):
    """The people of a project, past ones too."""

    @describe(
        "member_list",
        _("List the people of a project"),
        tag=_TAG,
        query=PageQuery,
        answer=page_shape("MemberPage", MemberRead),
    )
    def get(self, request: ApiRequest, slug: str, project_id: UUID) -> Response:  # noqa: ARG002  the declaration found it
        """By the day their role began."""
        query = query_of(request, PageQuery)
        page = asked_page(member_list(request.actor, self.record), Order("starts_on"), query)
        return Response(envelope(request, page, [member_row(row) for row in page.rows]))

    @describe(
        "member_add", _("Give a person a role"), tag=_TAG, body=MemberWrite, answer=MemberRead, status=201, posts=True
    )
    @idempotent
    def post(self, request: ApiRequest, slug: str, project_id: UUID) -> Response:  # noqa: ARG002  the declaration found it
        """Give a person a role on the project for a term."""
        query_of(request)
        member = member_add(actor=request.actor, project=self.record, values=values_of(request, MemberWrite))
        act_keep(actor=request.actor, kind=MEMBER_ADDED, facts=member_facts(member, version=member.version))
        address = reverse("api-members:member", kwargs={"slug": slug, "member_id": member.pk})
        return created(member, member_body(member), address)


@declares(GET=needs(_SEES, of=find_member), PATCH=needs(Right.MEMBERS_MANAGE, of=find_member, sees=_SEES))
class MemberDetail(ApiView):
    """One person's role on a project."""

    @describe("member_get", _("Read a role"), tag=_TAG, answer=MemberRead, conditional=True)
    def get(self, request: ApiRequest, slug: str, member_id: UUID) -> Response:  # noqa: ARG002  the declaration found it
        """The role."""
        query_of(request)
        return detail(request, self.record, member_body(self.record))

    @describe("member_change", _("Change or end a role"), tag=_TAG, body=MemberWrite, answer=MemberRead, versioned=True)
    def patch(self, request: ApiRequest, slug: str, member_id: UUID) -> Response:  # noqa: ARG002  the declaration found it
        """Set some fields of the version that If-Match names; ending the term is how a person leaves."""
        query_of(request)
        version = expected_version(request, self.record)
        values = values_of(request, MemberWrite, partial=True)
        revised = member_revise(actor=request.actor, member=self.record, version=version, values=values)
        act_keep(actor=request.actor, kind=MEMBER_CHANGED, facts=member_facts(revised, version=revised.version))
        return detail(request, revised, member_body(revised))

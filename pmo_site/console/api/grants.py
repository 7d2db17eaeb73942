"""Single grants over the API: what a person may give, and of that what their token holds itself (docs/adr/0012)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.response import Response

from pmo_site.accounts.acts import ActKind
from pmo_site.accounts.directory import people_choices
from pmo_site.accounts.rights import PROJECT_RIGHTS, Right
from pmo_site.accounts.selectors import membership_of_person
from pmo_site.accounts.services.acts import act_keep
from pmo_site.api.endpoints import ApiRequest, ApiView, no_values, values_of
from pmo_site.api.idempotency import idempotent
from pmo_site.api.paging import asked_page, envelope
from pmo_site.api.parameters import PageQuery, query_of
from pmo_site.api.permissions import declares, lists, needs
from pmo_site.api.schema import describe, page_shape
from pmo_site.api.serializers import RecordField, StrictSerializer
from pmo_site.console.selectors.grants import (
    NEWEST,
    GrantEvent,
    GrantLine,
    find_granted_project,
    grant_get,
    grant_history,
    grant_lines,
    grants_managed,
)
from pmo_site.kernel.conflicts import FieldProblem, RuleError
from pmo_site.resources.cells import named
from projects.models import ProjectGrant
from projects.selectors import SingleGrant
from projects.services.member import grant_give, grant_withdraw
from projects.services.undoing import GRANT_GIVEN, GRANT_WITHDRAWN, grant_facts
from projects.views.parts import find_project

_TAG = "grants"
RIGHT_CHOICES = [(right.value, right.value) for right in sorted(PROJECT_RIGHTS)]
_ON_PROJECT = needs(Right.GRANTS_MANAGE, of=find_project, sees=Right.PROJECT_VIEW)
_ON_GRANT = needs(Right.GRANTS_MANAGE, of=find_granted_project, sees=Right.PROJECT_VIEW)


class GrantQuery(PageQuery):
    """Which grants are asked for."""

    project = serializers.UUIDField(required=False)


class GrantWrite(StrictSerializer):
    """A right on the project for a person with an account."""

    person_id = RecordField(people_choices, source="person")
    right = serializers.ChoiceField(RIGHT_CHOICES)


class GrantRead(serializers.Serializer[Any]):
    """A single right on a project; `given_by` is empty where nobody in person gave it."""

    id = serializers.IntegerField()
    project_id = serializers.UUIDField()
    person_id = serializers.UUIDField()
    person_name = serializers.CharField()
    right = serializers.ChoiceField(RIGHT_CHOICES)
    given_at = serializers.DateTimeField(allow_null=True)
    given_by = serializers.CharField()


class GrantChange(serializers.Serializer[Any]):
    """A right that was given or withdrawn; `by_token` says that a program did it for who is named."""

    at = serializers.DateTimeField()
    action = serializers.ChoiceField([("given", "given"), ("withdrawn", "withdrawn")])
    person_id = serializers.UUIDField()
    person_name = serializers.CharField()
    right = serializers.ChoiceField(RIGHT_CHOICES)
    by = serializers.CharField()
    by_token = serializers.BooleanField()


class GrantHistory(serializers.Serializer[Any]):
    """The newest 200 changes."""

    items = GrantChange(many=True)


@declares(GET=lists(Right.GRANTS_MANAGE))
class GrantList(ApiView):
    """Every single grant that the caller manages."""

    @describe(
        "grant_list", _("List single grants"), tag=_TAG, query=GrantQuery, answer=page_shape("GrantPage", GrantRead)
    )
    def get(self, request: ApiRequest, slug: str) -> Response:  # noqa: ARG002  the edge resolved it
        """Newest first."""
        query = query_of(request, GrantQuery)
        rows: QuerySet[ProjectGrant] = grants_managed(request.actor)
        if "project" in query:
            rows = rows.filter(content_object_id=query["project"])
        page = asked_page(rows, NEWEST, query)
        return Response(envelope(request, page, [_row(line) for line in grant_lines(page.rows)]))


@declares(POST=_ON_PROJECT)
class ProjectGrants(ApiView):
    """Single grants on one project."""

    @describe(
        "grant_give", _("Grant a single right"), tag=_TAG, body=GrantWrite, answer=GrantRead, status=201, posts=True
    )
    @idempotent
    def post(self, request: ApiRequest, slug: str, project_id: UUID) -> Response:  # noqa: ARG002  the declaration found it
        """Give a right that the caller holds on the project; `acts/` takes it back."""
        query_of(request)
        values = values_of(request, GrantWrite)
        membership = membership_of_person(values["person"].pk)
        if membership is None:
            raise RuleError([FieldProblem("person_id", "no_account")])
        right = Right(values["right"])
        given = grant_give(actor=request.actor, project=self.record, right=right, membership=membership)
        if given is None:
            raise RuleError([FieldProblem("right", "taken")])
        _keep(request, GRANT_GIVEN, given)
        return Response(_body(request, given.grant_id), status=201)


@declares(GET=_ON_PROJECT)
class ProjectGrantHistory(ApiView):
    """What was granted on one project."""

    @describe("grant_history", _("Read what was granted and withdrawn"), tag=_TAG, answer=GrantHistory)
    def get(self, request: ApiRequest, slug: str, project_id: UUID) -> Response:  # noqa: ARG002  the declaration found it
        """Newest first, what is withdrawn too."""
        query_of(request)
        return Response({"items": [_change(event) for event in grant_history(self.record)]})


@declares(GET=_ON_GRANT, DELETE=_ON_GRANT)
class GrantDetail(ApiView):
    """One single grant."""

    @describe("grant_get", _("Read a single grant"), tag=_TAG, answer=GrantRead)
    def get(self, request: ApiRequest, slug: str, grant_id: int) -> Response:  # noqa: ARG002  the declaration found it
        """The grant."""
        query_of(request)
        return Response(_body(request, grant_id))

    @describe("grant_withdraw", _("Withdraw a single right"), tag=_TAG, status=204, writes=True)
    def delete(self, request: ApiRequest, slug: str, grant_id: int) -> Response:  # noqa: ARG002  the declaration found it
        """It is never changed, so that no version needs to be named; `acts/` gives it again."""
        no_values(request)
        held = grant_get(grant_id)
        if held is None:
            raise Http404
        taken = grant_withdraw(actor=request.actor, project=self.record, right=held.right, membership=held.membership)
        if taken is not None:
            _keep(request, GRANT_WITHDRAWN, taken)
        return Response(status=204)


def _keep(request: ApiRequest, kind: ActKind, grant: SingleGrant) -> None:
    act_keep(actor=request.actor, kind=kind, facts=grant_facts(grant, page="console"))


def _body(request: ApiRequest, grant_id: int) -> dict[str, Any]:
    lines = grant_lines(list(grants_managed(request.actor).filter(pk=grant_id)))
    if not lines:
        raise Http404
    return _row(lines[0])


def _row(line: GrantLine) -> dict[str, Any]:
    return {
        "id": line.grant_id,
        "project_id": line.project.pk,
        "person_id": line.person.pk,
        "person_name": named(line.person),
        "right": line.right.value,
        "given_at": line.given_at,
        "given_by": line.given_by,
    }


def _change(event: GrantEvent) -> dict[str, Any]:
    return {
        "at": event.at,
        "action": "given" if event.is_given else "withdrawn",
        "person_id": event.person.pk,
        "person_name": named(event.person),
        "right": event.right.value,
        "by": event.by,
        "by_token": event.by_token,
    }

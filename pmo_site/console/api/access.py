"""Why somebody may do something, over the API."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.response import Response

from pmo_site.accounts.directory import person_of
from pmo_site.accounts.grounds import Source
from pmo_site.accounts.rights import Right
from pmo_site.accounts.roles import OrganizationRole, ProjectRole
from pmo_site.api.endpoints import ApiRequest, ApiView
from pmo_site.api.parameters import query_of
from pmo_site.api.permissions import declares, needs
from pmo_site.api.schema import describe
from pmo_site.api.serializers import StrictSerializer
from pmo_site.console.selectors.access import Answer, Standing, access_of
from projects.selectors import project_get

SOURCE_CHOICES = [(each.value, each.value) for each in Source]


class AccessQuery(StrictSerializer):
    """On which project is asked."""

    project = serializers.UUIDField(required=False, help_text=_("Without it, what is held on all projects."))


class GroundRead(serializers.Serializer[Any]):
    """One source of a right; `code` is the role or the operating model, `until` the role's last day."""

    def get_fields(self) -> dict[str, Any]:
        """Among them `source`, whose name the class itself uses."""
        source = serializers.ChoiceField(SOURCE_CHOICES)
        rest = {"code": serializers.CharField(), "until": serializers.DateField(allow_null=True)}
        return {"source": source, **rest}


class AnswerRead(serializers.Serializer[Any]):
    """One right: whether it is held, its sources, and the roles that would give it."""

    right = serializers.ChoiceField([(right.value, right.value) for right in Right])
    held = serializers.BooleanField()
    grounds = GroundRead(many=True)
    organization_roles = serializers.ListField(
        child=serializers.ChoiceField([(role.value, role.value) for role in OrganizationRole])
    )
    project_roles = serializers.ListField(
        child=serializers.ChoiceField([(role.value, role.value) for role in ProjectRole])
    )


class AccessRead(serializers.Serializer[Any]):
    """What a person may do, and why."""

    person = serializers.UUIDField()
    project = serializers.UUIDField(allow_null=True)
    standing = serializers.ChoiceField([(each.value, each.value) for each in Standing])
    answers = AnswerRead(many=True)


@declares(GET=needs(Right.AUDIT_VIEW, of=person_of, sees=Right.PEOPLE_VIEW))
class AccessDetail(ApiView):
    """What a person may do."""

    @describe("access_detail", _("Explain a person's rights"), tag="organization", query=AccessQuery, answer=AccessRead)
    def get(self, request: ApiRequest, slug: str, person_id: UUID) -> Response:  # noqa: ARG002  the edge resolved it
        """Every right with its sources; a project that the caller may not see is missing."""
        project_id = query_of(request, AccessQuery).get("project")
        project = project_get(request.actor, project_id) if project_id else None
        found = access_of(request.actor, person_id=person_id, project=project)
        if found is None or (project_id and project is None):
            raise Http404
        return Response(
            {
                "person": str(person_id),
                "project": str(project.pk) if project else None,
                "standing": found.standing.value,
                "answers": [_body(answer) for answer in found.answers],
            }
        )


def _body(answer: Answer) -> dict[str, Any]:
    return {
        "right": answer.right.value,
        "held": answer.held,
        "grounds": [{"source": each.source.value, "code": each.code, "until": each.until} for each in answer.grounds],
        "organization_roles": [role.value for role in answer.organization_roles],
        "project_roles": [role.value for role in answer.project_roles],
    }

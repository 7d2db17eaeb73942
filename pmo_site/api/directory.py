"""Departments and people of the organization over the API."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.response import Response

from pmo_site.accounts.directory import department_list, people_list
from pmo_site.accounts.models import Department, Person
from pmo_site.accounts.roles import Right
from pmo_site.api.endpoints import ApiRequest, ApiView
from pmo_site.api.paging import asked_page, envelope
from pmo_site.api.parameters import PageQuery, query_of
from pmo_site.api.permissions import declares, needs
from pmo_site.api.schema import describe, page_shape
from pmo_site.tenancy.keyset import Order

_TAG = "organization"


class PeopleQuery(PageQuery):
    """Which people are asked for."""

    q = serializers.CharField(max_length=200, required=False, help_text=_("Part of a name, a reading or an e-mail."))
    archived = serializers.BooleanField(default=False)


class DepartmentRow(serializers.Serializer[Any]):
    """A department; `parent_id` makes the tree."""

    id = serializers.UUIDField()
    version = serializers.IntegerField()
    name = serializers.CharField()
    code = serializers.CharField()
    parent_id = serializers.UUIDField(allow_null=True)


class PersonRow(serializers.Serializer[Any]):
    """A person that the organization knows, with or without an account."""

    id = serializers.UUIDField()
    version = serializers.IntegerField()
    name = serializers.CharField(help_text=_("As its readers write it, in the language of the request."))
    family_name = serializers.CharField()
    given_name = serializers.CharField()
    family_name_reading = serializers.CharField()
    given_name_reading = serializers.CharField()
    email = serializers.CharField()
    department_id = serializers.UUIDField(allow_null=True)


_DEPARTMENT = ("id", "version", "name", "code", "parent_id")
_PERSON = ("id", "version", "family_name", "given_name", "family_name_reading", "given_name_reading", "email",
           "department_id")  # fmt: skip


@declares(GET=needs(Right.PEOPLE_VIEW))
class DepartmentList(ApiView):
    """The departments of the organization."""

    @describe(
        "department_list",
        _("List departments"),
        tag=_TAG,
        query=PageQuery,
        answer=page_shape("DepartmentPage", DepartmentRow),
    )
    def get(self, request: ApiRequest, slug: str) -> Response:  # noqa: ARG002  the edge resolved it
        """By name."""
        query = query_of(request, PageQuery)
        page = asked_page(department_list(request.actor), Order("folded_name"), query)
        return Response(envelope(request, page, [_department(row) for row in page.rows]))


@declares(GET=needs(Right.PEOPLE_VIEW))
class PeopleList(ApiView):
    """The people of the organization."""

    @describe("person_list", _("List people"), tag=_TAG, query=PeopleQuery, answer=page_shape("PersonPage", PersonRow))
    def get(self, request: ApiRequest, slug: str) -> Response:  # noqa: ARG002  the edge resolved it
        """By the reading of the family name."""
        query = query_of(request, PeopleQuery)
        rows = people_list(request.actor, search=query.get("q", ""), archived=query["archived"])
        page = asked_page(rows, Order("family_name_reading"), query)
        return Response(envelope(request, page, [_person(row) for row in page.rows]))


def _department(row: Department) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _DEPARTMENT}


def _person(row: Person) -> dict[str, Any]:
    own = {name: getattr(row, name) for name in _PERSON}
    return {**own, "name": row.display(get_language() or "ja")}

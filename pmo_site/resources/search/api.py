"""The search over the API: the same selector as the page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.response import Response

from pmo_site.accounts.rights import Right
from pmo_site.api.endpoints import ApiRequest, ApiView
from pmo_site.api.parameters import NamesField, query_of
from pmo_site.api.permissions import declares, lists
from pmo_site.api.schema import describe
from pmo_site.api.serializers import StrictSerializer
from pmo_site.resources.cells import named
from pmo_site.resources.search.selectors import Find, finds, searchable
from pmo_site.resources.search.words import LONGEST

LARGEST = 50


class SearchQuery(StrictSerializer):
    """What is looked for."""

    q = serializers.CharField(
        default="",
        max_length=LONGEST,
        help_text=_("All words must stand; width, case, kana and Latin letters for kana are folded."),
    )
    limit = serializers.IntegerField(
        min_value=1, max_value=LARGEST, default=10, help_text=_("At most so many of each kind.")
    )

    def get_fields(self) -> dict[str, Any]:
        """The kinds are those that are declared when the schema is asked for."""
        words = _("Kinds to look through, separated by commas; all where none is given.")
        return {**super().get_fields(), "kinds": NamesField(searchable(), required=False, help_text=words)}


class FindOwner(serializers.Serializer[Any]):
    """The record that a find belongs to."""

    id = serializers.UUIDField()
    name = serializers.CharField()


class FindRead(serializers.Serializer[Any]):
    """A record that was found."""

    kind = serializers.CharField(help_text=_("The register as in its own address, or comments, files, reports."))
    id = serializers.UUIDField()
    code = serializers.CharField()
    title = serializers.CharField(help_text=_("What it is called; of a comment the part around the words."))
    url = serializers.CharField(help_text=_("Its page, or its place on the page of what it belongs to."))
    owner = FindOwner(allow_null=True)
    said = serializers.CharField(help_text=_("What a report says around the words; empty for other kinds."))


class FindsRead(serializers.Serializer[Any]):
    """Everything found."""

    items = FindRead(many=True)
    more = serializers.ListField(
        child=serializers.CharField(), help_text=_("Kinds that hold others; the list of a register takes the same q.")
    )


@declares(GET=lists(Right.ORGANIZATION_VIEW))
class Search(ApiView):
    """Records of every kind by their words."""

    @describe("search", _("Search all records"), tag="search", query=SearchQuery, answer=FindsRead)
    def get(self, request: ApiRequest, slug: str) -> Response:
        """What the caller may see alone; codes and titles that begin so first, then the newest."""
        asked = query_of(request, SearchQuery)
        found = finds(request.actor, asked["q"], each=asked["limit"], kinds=asked.get("kinds", ()))
        return Response(
            {
                "items": [_body(row, slug) for each in found for row in each.rows],
                "more": [each.kind.key for each in found if each.more],
            }
        )


def _body(found: Find, slug: str) -> dict[str, Any]:
    owner = {"id": found.owner.pk, "name": named(found.owner)} if found.owner else None
    return {
        "kind": found.kind.key,
        "id": found.id,
        "code": found.code,
        "title": found.title,
        "url": found.page(slug),
        "owner": owner,
        "said": found.said,
    }

"""The schema of this interface, and a page that people can read it on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.types import OpenApiTypes
from rest_framework.request import Request
from rest_framework.response import Response

from pmo_site.accounts.routing import open_to_account
from pmo_site.api.endpoints import ApiView
from pmo_site.api.parameters import query_of
from pmo_site.api.permissions import account, declares
from pmo_site.api.problems import KINDS, Kind
from pmo_site.api.schema import TAGS, Text, describe

_METHODS = ("get", "post", "patch", "delete")


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation as the page shows it."""

    id: str
    method: str
    path: str
    summary: str
    parameters: tuple[Mapping[str, Any], ...]
    fields: tuple[tuple[str, Mapping[str, Any], bool], ...]
    answers: tuple[tuple[str, str], ...]


@lru_cache(maxsize=8)
def api_schema(language: str) -> dict[str, Any]:  # noqa: ARG001  the schema's texts are of the active language
    """The OpenAPI schema in the active language, made once per process and language."""
    generator: Any = SchemaGenerator
    found: dict[str, Any] = generator().get_schema(request=None, public=True)
    return found


@declares(GET=account("the same for everybody: what the interface offers, no data"))
class SchemaView(ApiView):
    """The OpenAPI schema."""

    @describe(
        "schema",
        _("Read this schema"),
        tag="api",
        answer=OpenApiTypes.OBJECT,
    )
    def get(self, request: Request) -> Response:
        """OpenAPI 3.1, in the language of the request."""
        query_of(request)
        return Response(api_schema(get_language() or "ja"))


@require_safe
@open_to_account
def docs_page(request: HttpRequest) -> HttpResponse:
    """Every operation by subject, from the schema itself, with what all of them share."""
    schema = api_schema(get_language() or "ja")
    context = {"groups": list(_groups(schema)), "kinds": list(_problem_kinds())}
    return render(request, "api/docs.html", context)


def _problem_kinds() -> Iterator[tuple[int, Kind]]:
    yield from sorted(KINDS.items())


def _groups(schema: Mapping[str, Any]) -> Iterator[tuple[str, Text, list[Operation]]]:
    found: dict[str, list[Operation]] = {tag: [] for tag in TAGS}
    for path, item in schema["paths"].items():
        for method in _METHODS:
            if method in item:
                found[item[method]["tags"][0]].append(_operation(schema, path, method, item[method]))
    yield from ((tag, TAGS[tag], operations) for tag, operations in found.items() if operations)


def _operation(schema: Mapping[str, Any], path: str, method: str, facts: Mapping[str, Any]) -> Operation:
    return Operation(
        id=facts["operationId"],
        method=method.upper(),
        path=path,
        summary=facts["summary"],
        parameters=tuple(each for each in facts.get("parameters", ()) if each["in"] != "path"),
        fields=tuple(_fields(schema, facts)),
        answers=tuple((status, answer.get("description", "")) for status, answer in sorted(facts["responses"].items())),
    )


def _fields(schema: Mapping[str, Any], facts: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any], bool]]:
    content = facts.get("requestBody", {}).get("content", {}).get("application/json", {})
    name = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
    shape = schema.get("components", {}).get("schemas", {}).get(name, {})
    for field, description in shape.get("properties", {}).items():
        yield field, description, field in shape.get("required", ())

"""The schema of this interface, and a page that people can read it on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
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
from pmo_site.accounts.speaking import speak_as
from pmo_site.api.endpoints import ApiView
from pmo_site.api.limits import WINDOW_SECONDS
from pmo_site.api.parameters import query_of
from pmo_site.api.permissions import account, declares
from pmo_site.api.problems import KINDS, Kind
from pmo_site.api.schema import TAGS, Text, describe

if TYPE_CHECKING:
    from pmo_site.accounts.models import User

FIRST_ERROR = 400
_METHODS = ("get", "post", "patch", "delete")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a body or an answer."""

    name: str
    words: str
    kind: str
    choices: tuple[str, ...]
    required: bool


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation as the page shows it."""

    id: str
    method: str
    path: str
    summary: str
    parameters: tuple[Mapping[str, Any], ...]
    fields: tuple[Field, ...]
    answered: tuple[Field, ...]
    success: tuple[tuple[str, str], ...]
    refusals: tuple[tuple[str, str], ...]


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
        reader = cast("User", request.user)  # the access that is declared lets nobody else in
        speak_as(request, reader, reader)
        return Response(api_schema(get_language() or "ja"))


@require_safe
@open_to_account
def docs_page(request: HttpRequest) -> HttpResponse:
    """Every operation by subject, from the schema itself, with what all of them share."""
    schema = api_schema(get_language() or "ja")
    context = {
        "groups": list(_groups(schema)),
        "kinds": list(_problem_kinds()),
        "site": settings.SITE_URL,
        "window": WINDOW_SECONDS,
    }
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
    answers = sorted(facts["responses"].items())
    answered = [field for _, answer in answers for field in _fields(schema, answer)]
    return Operation(
        id=facts["operationId"],
        method=method.upper(),
        path=path,
        summary=facts["summary"],
        parameters=tuple(each for each in facts.get("parameters", ()) if each["in"] != "path"),
        fields=tuple(_fields(schema, facts.get("requestBody", {}))),
        answered=tuple(answered),
        success=tuple((code, answer.get("description", "")) for code, answer in answers if int(code) < FIRST_ERROR),
        refusals=tuple((code, KINDS[int(code)].code) for code, _ in answers if int(code) >= FIRST_ERROR),
    )


def _fields(schema: Mapping[str, Any], part: Mapping[str, Any]) -> Iterator[Field]:
    """The fields of a body in JSON; of a list, those of its rows."""
    shape = _resolved(schema, part.get("content", {}).get("application/json", {}).get("schema", {}))
    rows = shape.get("properties", {}).get("items", {}).get("items")
    shape = _resolved(schema, rows) if rows else shape
    yield from _properties(schema, shape)


def _properties(schema: Mapping[str, Any], shape: Mapping[str, Any], above: str = "") -> Iterator[Field]:
    """The fields of an object, and below each that holds objects theirs: `records[].id`, `values.name`."""
    for name, field in shape.get("properties", {}).items():
        meant = _resolved(schema, field)
        choices = tuple(str(each) for each in meant.get("enum", ()) if each)
        told = above + name
        yield Field(told, field.get("description", ""), _kind(meant), choices, name in shape.get("required", ()))
        if not above:
            yield from _properties(schema, meant, f"{told}.")
            yield from _properties(schema, _resolved(schema, meant.get("items", {})), f"{told}[].")


def _kind(shape: Mapping[str, Any]) -> str:
    """The format of a value, else its type; that it may be null is said by its type."""
    types = shape.get("type", "")
    words = [types] if isinstance(types, str) else types
    shown = [shape.get("format") or words[0], *words[1:]] if words else []
    return " / ".join(shown)


def _resolved(schema: Mapping[str, Any], shape: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a reference points to, alone or as the one part of a combination."""
    for part in (shape, *shape.get("allOf", ()), *shape.get("oneOf", ())):
        if "$ref" in part:
            found: Mapping[str, Any] = schema["components"]["schemas"][part["$ref"].rpartition("/")[2]]
            return found
    return shape

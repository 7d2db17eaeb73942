"""What the schema says of every operation: its words, its answers, its headers and its refusals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, inline_serializer
from rest_framework import serializers

from pmo_site.api.problems import KINDS, PROBLEM_TYPE

Text = str | Promise
Handler = TypeVar("Handler", bound=Callable[..., Any])
Shape = type[serializers.Serializer[Any]] | serializers.Serializer[Any] | OpenApiTypes | None

TAGS: dict[str, Text] = {
    "projects": _("Projects"),
    "milestones": _("Milestones"),
    "members": _("People of a project"),
    "grants": _("Single grants"),
    "portfolio": _("Figures of the portfolio"),
    "health": _("Health"),
    "triage": _("Triage"),
    "reports": _("Status reports"),
    "imports": _("Imports"),
    "search": _("Search"),
    "organization": _("Organization"),
    "threads": _("Comments and files"),
    "notices": _("Notices"),
    "api": _("This interface"),
}
_READ = (400, 401, 403, 404, 406, 429)
_WRITE = (409, 413, 415, 422, 503)


class SessionScheme(OpenApiAuthenticationExtension):
    """How the schema names the session."""

    target_class = "pmo_site.api.authentication.SessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:  # noqa: ARG002  the library's signature
        """The cookie that carries the session."""
        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}


class TokenScheme(OpenApiAuthenticationExtension):
    """How the schema names the key of a program."""

    target_class = "pmo_site.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:  # noqa: ARG002  the library's signature
        """The key in the Authorization header."""
        return {"type": "http", "scheme": "bearer"}


class FieldErrorSerializer(serializers.Serializer[Any]):
    """What is wrong with one field."""

    field = serializers.CharField(help_text=_("The field's name; empty for the whole request."))
    code = serializers.CharField(help_text=_("For a program: stays the same in every language."))
    message = serializers.CharField(help_text=_("For a reader, in the language of the request."))


class ProblemSerializer(serializers.Serializer[Any]):
    """An error (RFC 9457)."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    code = serializers.CharField()
    request_id = serializers.UUIDField()
    current_version = serializers.IntegerField(required=False, help_text=_("With 412: the version that stands."))

    def get_fields(self) -> dict[str, Any]:
        """Among them `errors`, whose name the class itself uses."""
        return {**super().get_fields(), "errors": FieldErrorSerializer(many=True, required=False)}


def _header(name: str, words: Text, *, required: bool) -> OpenApiParameter:
    return OpenApiParameter(name, OpenApiTypes.STR, OpenApiParameter.HEADER, required=required, description=words)


def _headers(*, versioned: bool, conditional: bool, posts: bool) -> list[OpenApiParameter]:
    once = _("A key of your own: the same request runs once however often it is sent.")
    found = []
    if versioned:
        found.append(_header("If-Match", _("The ETag of the version that you change."), required=True))
    if conditional:
        found.append(_header("If-None-Match", _("An ETag that you have; 304 where it still stands."), required=False))
    if posts:
        found.append(_header("Idempotency-Key", once, required=False))
    return found


def _refusals(*, writes: bool, versioned: bool, guarded: bool) -> tuple[int, ...]:
    """With which errors an operation may be answered."""
    compared = (412, 428) if versioned else (412,) if guarded else ()
    return (*_READ, *(_WRITE if writes else ()), *compared)


def describe(  # noqa: PLR0913  one place for all that an operation says; keyword-only
    operation: str,
    summary: Text,
    *,
    tag: str,
    answer: Shape = None,
    status: int = 200,
    body: Shape = None,
    query: type[serializers.Serializer[Any]] | None = None,
    versioned: bool = False,
    conditional: bool = False,
    writes: bool = False,
    posts: bool = False,
    form: bool = False,
    guarded: bool = False,
    media: str = "application/json",
) -> Callable[[Handler], Handler]:
    """Describe an operation for the schema; what every operation shares is added here.

    `versioned` writes need If-Match, `conditional` reads heed If-None-Match, `posts` take an Idempotency-Key.
    A `form` comes as multipart/form-data, because it carries a file. A `guarded` write names the version that it was
    made from in its body. `media` is what a download comes as.
    """
    refusals = _refusals(writes=writes or posts or versioned, versioned=versioned, guarded=guarded)
    answers: dict[Any, Any] = {
        (code, PROBLEM_TYPE): OpenApiResponse(ProblemSerializer, description=KINDS[code].title)
        for code in sorted(refusals)
    }
    answers[status, media] = OpenApiResponse(answer, description=_("Done") if answer is None else "")
    if conditional:
        answers[304] = OpenApiResponse(None, description=_("Not changed since."))
    described: Callable[[Handler], Handler] = extend_schema(
        operation_id=operation,
        summary=summary,
        tags=[tag],
        parameters=[*_headers(versioned=versioned, conditional=conditional, posts=posts), *([query] if query else [])],
        request={"multipart/form-data": body} if form else body,
        responses=answers,
    )
    return described


def page_shape(
    name: str, item: type[serializers.Serializer[Any]], **more: serializers.Field[Any, Any, Any, Any]
) -> serializers.Serializer[Any]:
    """The envelope of a list."""
    link = _("The address of the page; null where there is none.")
    return inline_serializer(
        name,
        {
            "items": item(many=True),
            "next": serializers.CharField(allow_null=True, help_text=link),
            "previous": serializers.CharField(allow_null=True, help_text=link),
            **more,
        },
    )

"""How registers are numbered, over the API."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.response import Response

from pmo_site.accounts.numbering import (
    GREATEST_START,
    LEAST_DIGITS,
    MOST_DIGITS,
    PREFIX_CHARACTERS,
    Scheme,
    numbered,
    scheme_of,
    schemes,
)
from pmo_site.accounts.rights import Right
from pmo_site.accounts.services.acts import act_keep
from pmo_site.accounts.services.numbering import numbering_revise
from pmo_site.accounts.services.undoing import NUMBERING_CHANGED
from pmo_site.api.endpoints import ApiRequest, ApiView, detail, values_of
from pmo_site.api.parameters import query_of
from pmo_site.api.permissions import declares, needs
from pmo_site.api.preconditions import expected_version
from pmo_site.api.schema import describe
from pmo_site.api.serializers import ChangeSerializer

_TAG = "organization"


class SchemeRead(serializers.Serializer[Any]):
    """One register: prefix and least width of its codes, and the number and code that the next record gets."""

    kind = serializers.CharField()
    prefix = serializers.CharField()
    digits = serializers.IntegerField()
    next_number = serializers.IntegerField()
    next_code = serializers.CharField()
    version = serializers.IntegerField()


class SchemesRead(serializers.Serializer[Any]):
    """Every register whose records carry codes."""

    items = SchemeRead(many=True)


class SchemeWrite(ChangeSerializer):
    """How the next records of a register are numbered; what is not sent stays."""

    prefix = serializers.CharField(max_length=PREFIX_CHARACTERS)
    digits = serializers.IntegerField(min_value=LEAST_DIGITS, max_value=MOST_DIGITS)
    next_number = serializers.IntegerField(min_value=1, max_value=GREATEST_START)


@declares(GET=needs(Right.SETTINGS_CHANGE))
class NumberingList(ApiView):
    """How registers are numbered."""

    @describe("numbering_list", _("Read how registers are numbered"), tag=_TAG, answer=SchemesRead)
    def get(self, request: ApiRequest, slug: str) -> Response:  # noqa: ARG002  the edge resolved it
        """Every register with its next code."""
        query_of(request)
        return Response({"items": [_body(scheme) for scheme in schemes()]})


@declares(GET=needs(Right.SETTINGS_CHANGE), PATCH=needs(Right.SETTINGS_CHANGE))
class NumberingDetail(ApiView):
    """How one register is numbered."""

    @describe("numbering_get", _("Read how a register is numbered"), tag=_TAG, answer=SchemeRead, conditional=True)
    def get(self, request: ApiRequest, slug: str, kind: str) -> Response:  # noqa: ARG002  the edge resolved it
        """Its scheme with the next code."""
        query_of(request)
        scheme = _found(kind)
        return detail(request, scheme.stands, _body(scheme))

    @describe(
        "numbering_change",
        _("Number the next records of a register differently"),
        tag=_TAG,
        body=SchemeWrite,
        answer=SchemeRead,
        versioned=True,
    )
    def patch(self, request: ApiRequest, slug: str, kind: str) -> Response:  # noqa: ARG002  the edge resolved it
        """Codes that were given stay; refused where somebody changed the scheme since."""
        query_of(request)
        stands = _found(kind).stands
        version = expected_version(request, stands)
        values = {"prefix": stands.prefix, "digits": stands.digits, **values_of(request, SchemeWrite, partial=True)}
        saved = numbering_revise(actor=request.actor, kind=kind, version=version, **values)
        act_keep(actor=request.actor, kind=NUMBERING_CHANGED, facts={"kind": kind, "version": saved.version})
        scheme = scheme_of(kind)
        return detail(request, scheme.stands, _body(scheme))


def _found(kind: str) -> Scheme:
    if numbered(kind) is None:
        raise Http404
    return scheme_of(kind)


def _body(scheme: Scheme) -> dict[str, Any]:
    stands = scheme.stands
    return {
        "kind": scheme.numbered.kind,
        "prefix": stands.prefix,
        "digits": stands.digits,
        "next_number": scheme.next_number,
        "next_code": scheme.example,
        "version": stands.version,
    }

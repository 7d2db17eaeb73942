"""One's own acts outside the registers, and the way back from each, over the API."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.response import Response

from pmo_site.accounts.acts import act_kind
from pmo_site.accounts.models import UndoableAct
from pmo_site.accounts.rights import Right
from pmo_site.accounts.selectors import acts_own
from pmo_site.accounts.services.acts import act_undo
from pmo_site.accounts.views.acts import find_act
from pmo_site.api.endpoints import ApiRequest, ApiView, no_values
from pmo_site.api.idempotency import idempotent
from pmo_site.api.paging import asked_page, envelope
from pmo_site.api.parameters import PageQuery, query_of
from pmo_site.api.permissions import declares, lists, needs
from pmo_site.api.schema import describe, page_shape
from pmo_site.tenancy.keyset import Order

_TAG = "organization"


class ActRead(serializers.Serializer[Any]):
    """Something that the caller did and may take back once; `url` is the page that shows it, empty where none does."""

    id = serializers.UUIDField()
    kind = serializers.CharField()
    url = serializers.CharField()
    made_at = serializers.DateTimeField()
    undone_at = serializers.DateTimeField(allow_null=True)


@declares(GET=lists(Right.ORGANIZATION_VIEW))
class ActList(ApiView):
    """One's own acts of the last days."""

    @describe("act_list", _("List what you can undo"), tag=_TAG, query=PageQuery, answer=page_shape("ActPage", ActRead))
    def get(self, request: ApiRequest, slug: str) -> Response:
        """Newest first, those undone too; what was done on a page and over the API alike."""
        page = asked_page(acts_own(request.actor), Order("made_at", descending=True), query_of(request, PageQuery))
        return Response(envelope(request, page, [_row(slug, act) for act in page.rows]))


@declares(POST=needs(Right.ORGANIZATION_VIEW, of=find_act))
class ActUndo(ApiView):
    """The way back from one act."""

    @describe("act_undo", _("Undo an act"), tag=_TAG, answer=ActRead, posts=True)
    @idempotent
    def post(self, request: ApiRequest, slug: str, act_id: UUID) -> Response:  # noqa: ARG002  the declaration found it
        """Take back one's own act, once, by the services that did it: they ask for the rights again."""
        no_values(request)
        return Response(_row(slug, act_undo(actor=request.actor, act=self.record)))


def _row(slug: str, act: UndoableAct) -> dict[str, object]:
    kind = act_kind(act.kind)
    return {
        "id": act.pk,
        "kind": act.kind,
        "url": kind.page(slug, act.facts) if kind else "",
        "made_at": act.made_at,
        "undone_at": act.undone_at,
    }

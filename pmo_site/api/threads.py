"""What is said on a record over the API, with its files and links."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from pmo_site.accounts.rights import Right
from pmo_site.api.endpoints import ApiRequest, ApiView, created, values_of
from pmo_site.api.idempotency import idempotent
from pmo_site.api.paging import asked_page, envelope
from pmo_site.api.parameters import PageQuery, query_of
from pmo_site.api.parsing import GuardedJsonParser
from pmo_site.api.permissions import declares, lists, lists_by
from pmo_site.api.schema import describe, page_shape
from pmo_site.api.thread_bodies import (
    AttachmentRead,
    AttachmentWrite,
    CommentRead,
    CommentWrite,
    attachment_body,
    comment_body,
)
from pmo_site.kernel.conflicts import FieldProblem, RuleError
from pmo_site.tenancy.keyset import Order
from pmo_site.threads.addresses import place
from pmo_site.threads.registry import view_right_of
from pmo_site.threads.selectors import attachment_list, comment_list
from pmo_site.threads.services.attachments import attachment_add, link_add
from pmo_site.threads.services.comments import comment_post

_TAG = "threads"
_READS = lists_by(view_right_of, "by whom the record is seen that is talked about")


@declares(GET=_READS, POST=lists(Right.COMMENT_WRITE))
class CommentList(ApiView):
    """What is said on a record; `kind` is the singular of its register."""

    @describe(
        "comment_list",
        _("List the comments on a record"),
        tag=_TAG,
        query=PageQuery,
        answer=page_shape("CommentPage", CommentRead),
    )
    def get(self, request: ApiRequest, slug: str, kind: str, record_id: UUID) -> Response:  # noqa: ARG002  the address
        """Oldest first."""
        here = place(request.actor, kind, record_id)
        query = query_of(request, PageQuery)
        page = asked_page(comment_list(here.record), Order("created_at"), query)
        return Response(envelope(request, page, [comment_body(row) for row in page.rows]))

    @describe(
        "comment_post",
        _("Comment on a record"),
        tag=_TAG,
        body=CommentWrite,
        answer=CommentRead,
        status=201,
        posts=True,
    )
    @idempotent
    def post(self, request: ApiRequest, slug: str, kind: str, record_id: UUID) -> Response:
        """Say something; who is meant by it (listed, or @ and the name) is told."""
        here = place(request.actor, kind, record_id, writes=True)
        query_of(request)
        comment = comment_post(actor=request.actor, record=here.record, **values_of(request, CommentWrite))
        found = comment_list(here.record).get(pk=comment.pk)
        parts = {"slug": slug, "kind": kind, "record_id": record_id, "comment_id": comment.pk}
        address = reverse("api-organization:comment", kwargs=parts)
        return created(found, comment_body(found), address)


@declares(GET=_READS, POST=lists(Right.COMMENT_WRITE))
class AttachmentList(ApiView):
    """Files and links of a record."""

    parser_classes = [GuardedJsonParser, MultiPartParser]

    @describe(
        "attachment_list",
        _("List the files and links of a record"),
        tag=_TAG,
        query=PageQuery,
        answer=page_shape("AttachmentPage", AttachmentRead),
    )
    def get(self, request: ApiRequest, slug: str, kind: str, record_id: UUID) -> Response:
        """Newest first."""
        here = place(request.actor, kind, record_id)
        query = query_of(request, PageQuery)
        page = asked_page(attachment_list(here.record), Order("added_at", descending=True), query)
        return Response(envelope(request, page, [attachment_body(row, slug) for row in page.rows]))

    @describe(
        "attachment_add",
        _("Attach a file or a link"),
        tag=_TAG,
        body=AttachmentWrite,
        answer=AttachmentRead,
        status=201,
        posts=True,
    )
    @idempotent
    def post(self, request: ApiRequest, slug: str, kind: str, record_id: UUID) -> Response:
        """Hang a file or a link on the record."""
        here = place(request.actor, kind, record_id, writes=True)
        query_of(request)
        values = values_of(request, AttachmentWrite)
        file, url = values.get("file"), values.get("url")
        if (file is None) == (url is None):
            raise RuleError([FieldProblem("", "file_or_link")])
        if file is not None:
            added = attachment_add(actor=request.actor, record=here.record, name=file.name, content=file)
        else:
            words = values.get("label", "")
            added = link_add(actor=request.actor, record=here.record, url=str(url), label=words)
        found = attachment_list(here.record).get(pk=added.pk)
        return Response(attachment_body(found, slug), status=201)

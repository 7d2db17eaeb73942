"""One comment, file or link over the API: read by who sees the record, changed and taken back by who brought it."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from rest_framework.response import Response

from pmo_site.accounts.rights import Right
from pmo_site.api.endpoints import ApiRequest, ApiView, no_values, values_of
from pmo_site.api.idempotency import idempotent
from pmo_site.api.parameters import query_of
from pmo_site.api.permissions import declares, lists, lists_by
from pmo_site.api.preconditions import etag_of, expected_version
from pmo_site.api.schema import describe
from pmo_site.api.thread_bodies import AttachmentRead, CommentRead, CommentWrite, attachment_body, comment_body
from pmo_site.threads.addresses import Place, attachment_at, comment_at, place
from pmo_site.threads.models import Attachment
from pmo_site.threads.registry import view_right_of
from pmo_site.threads.selectors import attachment_list, comment_list
from pmo_site.threads.services.attachments import attachment_delete, attachment_undelete
from pmo_site.threads.services.comments import comment_delete, comment_revise, comment_undelete

_TAG = "threads"
_READS = lists_by(view_right_of, "by whom the record is seen that is talked about")


def _comment_answer(here: Place, comment_id: UUID) -> Response:
    """A comment with its ETag; never 304, because its files and names change without its version."""
    found = comment_list(here.record).filter(pk=comment_id).first()
    if found is None:
        raise Http404
    return Response(comment_body(found), headers={"ETag": etag_of(found)})


def _attachment_found(here: Place, attachment_id: UUID) -> Attachment:
    found = attachment_list(here.record).filter(pk=attachment_id).first()
    if found is None:
        raise Http404
    return found


@declares(GET=_READS, PATCH=lists(Right.COMMENT_WRITE), DELETE=lists(Right.COMMENT_WRITE))
class CommentDetail(ApiView):
    """One comment; its author alone changes it and takes it back."""

    @describe("comment_get", _("Read a comment"), tag=_TAG, answer=CommentRead)
    def get(self, request: ApiRequest, slug: str, kind: str, record_id: UUID, comment_id: UUID) -> Response:  # noqa: ARG002  the edge resolved it
        """A comment that was taken back is missing."""
        here = place(request.actor, kind, record_id)
        query_of(request)
        return _comment_answer(here, comment_id)

    @describe(
        "comment_change", _("Change a comment"), tag=_TAG, body=CommentWrite, answer=CommentRead, versioned=True
    )  # fmt: skip
    def patch(self, request: ApiRequest, slug: str, kind: str, record_id: UUID, comment_id: UUID) -> Response:  # noqa: ARG002  the edge resolved it
        """Other words; who is meant by them and was not told before is told."""
        here = place(request.actor, kind, record_id, writes=True)
        comment = comment_at(request.actor, here, comment_id)
        query_of(request)
        version, values = expected_version(request, comment), values_of(request, CommentWrite)
        comment_revise(actor=request.actor, record=here.record, comment=comment, version=version, **values)
        return _comment_answer(here, comment_id)

    @describe("comment_delete", _("Take a comment back"), tag=_TAG, status=204, versioned=True)
    def delete(self, request: ApiRequest, slug: str, kind: str, record_id: UUID, comment_id: UUID) -> Response:  # noqa: ARG002  the edge resolved it
        """Its files go with it."""
        here = place(request.actor, kind, record_id, writes=True)
        comment = comment_at(request.actor, here, comment_id)
        no_values(request)
        version = expected_version(request, comment)
        comment_delete(actor=request.actor, record=here.record, comment=comment, version=version)
        return Response(status=204)


@declares(POST=lists(Right.COMMENT_WRITE))
class CommentReturn(ApiView):
    """A comment that was taken back."""

    @describe("comment_undelete", _("Bring a comment back"), tag=_TAG, answer=CommentRead, posts=True)
    @idempotent
    def post(self, request: ApiRequest, slug: str, kind: str, record_id: UUID, comment_id: UUID) -> Response:  # noqa: ARG002  the edge resolved it
        """By its author; one that stands is left as it is."""
        here = place(request.actor, kind, record_id, writes=True)
        comment = comment_at(request.actor, here, comment_id, deleted=True)
        no_values(request)
        comment_undelete(actor=request.actor, record=here.record, comment=comment)
        return _comment_answer(here, comment_id)


@declares(GET=_READS, DELETE=lists(Right.COMMENT_WRITE))
class AttachmentDetail(ApiView):
    """One file or link; who brought it alone takes it away."""

    @describe("attachment_get", _("Read a file's or link's facts"), tag=_TAG, answer=AttachmentRead)
    def get(self, request: ApiRequest, slug: str, kind: str, record_id: UUID, attachment_id: UUID) -> Response:
        """What was taken away, alone or with its comment, is missing."""
        here = place(request.actor, kind, record_id)
        query_of(request)
        return Response(attachment_body(_attachment_found(here, attachment_id), slug))

    @describe("attachment_delete", _("Take a file or link away"), tag=_TAG, status=204, writes=True)
    def delete(self, request: ApiRequest, slug: str, kind: str, record_id: UUID, attachment_id: UUID) -> Response:  # noqa: ARG002  the edge resolved it
        """It is never changed, so that no version needs to be named."""
        here = place(request.actor, kind, record_id, writes=True)
        attachment = attachment_at(request.actor, here, attachment_id)
        no_values(request)
        attachment_delete(actor=request.actor, record=here.record, attachment=attachment)
        return Response(status=204)


@declares(POST=lists(Right.COMMENT_WRITE))
class AttachmentReturn(ApiView):
    """A file or link that was taken away."""

    @describe("attachment_undelete", _("Bring a file or link back"), tag=_TAG, answer=AttachmentRead, posts=True)
    @idempotent
    def post(self, request: ApiRequest, slug: str, kind: str, record_id: UUID, attachment_id: UUID) -> Response:
        """By who brought it; missing where the file's bytes are gone or its comment is."""
        here = place(request.actor, kind, record_id, writes=True)
        attachment = attachment_at(request.actor, here, attachment_id, deleted=True)
        no_values(request)
        if not attachment_undelete(actor=request.actor, record=here.record, attachment=attachment):
            raise Http404
        return Response(attachment_body(_attachment_found(here, attachment_id), slug))

"""What is said on a record over the API, with its files and links."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from pmo_site.accounts.rights import Right
from pmo_site.api.endpoints import ApiRequest, ApiView, created, values_of
from pmo_site.api.idempotency import idempotent
from pmo_site.api.paging import asked_page, envelope
from pmo_site.api.parameters import PageQuery, query_of
from pmo_site.api.parsing import GuardedJsonParser
from pmo_site.api.permissions import declares, lists
from pmo_site.api.schema import describe, page_shape
from pmo_site.api.serializers import StrictSerializer
from pmo_site.kernel.conflicts import FieldProblem, RuleError
from pmo_site.tenancy.keyset import Order
from pmo_site.threads.addresses import place
from pmo_site.threads.limits import LABEL_CHARACTERS, URL_CHARACTERS
from pmo_site.threads.models import Attachment, Comment
from pmo_site.threads.selectors import attachment_list, comment_list
from pmo_site.threads.services.attachments import attachment_add, link_add
from pmo_site.threads.services.comments import comment_post

_TAG = "threads"


class CommentWrite(StrictSerializer):
    """A comment, and whom it means."""

    text = serializers.CharField()
    mention = serializers.ListField(
        child=serializers.UUIDField(),
        required=False,
        max_length=50,
        help_text=_("People who are told of it; they must be able to see the record."),
    )


class CommentRead(serializers.Serializer[Any]):
    """A comment with whom it means and the files that came with it."""

    id = serializers.UUIDField()
    version = serializers.IntegerField()
    author_id = serializers.UUIDField()
    author_name = serializers.CharField()
    text = serializers.CharField()
    mention = serializers.ListField(child=serializers.UUIDField())
    attachment_ids = serializers.ListField(child=serializers.UUIDField())
    created_at = serializers.DateTimeField()
    edited_at = serializers.DateTimeField(allow_null=True)


class AttachmentWrite(StrictSerializer):
    """A file (as multipart/form-data), or the address of a link."""

    file = serializers.FileField(required=False, allow_empty_file=True)
    url = serializers.CharField(required=False, max_length=URL_CHARACTERS)

    def get_fields(self) -> dict[str, Any]:
        """Among them `label`, whose name the class itself uses."""
        label = serializers.CharField(required=False, allow_blank=True, max_length=LABEL_CHARACTERS)
        return {**super().get_fields(), "label": label}


class AttachmentRead(serializers.Serializer[Any]):
    """A file with the address of its content, or a link."""

    id = serializers.UUIDField()
    added_by_id = serializers.UUIDField()
    added_by_name = serializers.CharField()
    added_at = serializers.DateTimeField()
    comment_id = serializers.UUIDField(allow_null=True)
    file_id = serializers.UUIDField(allow_null=True)
    size = serializers.IntegerField(allow_null=True)
    content_type = serializers.CharField(allow_null=True)
    sha256 = serializers.CharField(allow_null=True)
    url = serializers.CharField(help_text=_("Where the link leads, or where the file is fetched."))

    def get_fields(self) -> dict[str, Any]:
        """Among them `label`, whose name the class itself uses."""
        return {**super().get_fields(), "label": serializers.CharField()}


@declares(GET=lists(Right.PROJECT_VIEW), POST=lists(Right.COMMENT_WRITE))
class CommentList(ApiView):
    """What is said on a record; `kind` is project or milestone."""

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
        return Response(envelope(request, page, [_comment(row) for row in page.rows]))

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
        address = reverse("api-organization:comments", kwargs={"slug": slug, "kind": kind, "record_id": record_id})
        return created(found, _comment(found), address)


@declares(GET=lists(Right.PROJECT_VIEW), POST=lists(Right.COMMENT_WRITE))
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
        return Response(envelope(request, page, [_attachment(row, slug) for row in page.rows]))

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
        return Response(_attachment(found, slug), status=201)


def _comment(row: Comment) -> dict[str, Any]:
    own = {name: getattr(row, name) for name in ("id", "version", "author_id", "text", "created_at", "edited_at")}
    return {
        **own,
        "author_name": row.author.display(get_language() or "ja"),
        "mention": [mention.person_id for mention in row.mentions.all()],
        "attachment_ids": [attachment.pk for attachment in getattr(row, "shown", ())],
    }


def _attachment(row: Attachment, slug: str) -> dict[str, Any]:
    file = row.file
    address = reverse("api-organization:file", kwargs={"slug": slug, "file_id": file.pk}) if file else row.url
    return {
        **{name: getattr(row, name) for name in ("id", "added_by_id", "added_at", "comment_id", "file_id", "label")},
        "added_by_name": row.added_by.display(get_language() or "ja"),
        "size": file.size if file else None,
        "content_type": file.content_type if file else None,
        "sha256": file.sha256 if file else None,
        "url": address,
    }

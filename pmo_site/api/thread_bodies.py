"""Comments, files and links as the API reads and answers them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from pmo_site.api.serializers import StrictSerializer
from pmo_site.threads.limits import LABEL_CHARACTERS, URL_CHARACTERS
from pmo_site.threads.models import Attachment, Comment


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


def comment_body(row: Comment) -> dict[str, Any]:
    """A comment that was read with its people and files."""
    own = {name: getattr(row, name) for name in ("id", "version", "author_id", "text", "created_at", "edited_at")}
    return {
        **own,
        "author_name": row.author.display(get_language() or "ja"),
        "mention": [mention.person_id for mention in row.mentions.all()],
        "attachment_ids": [attachment.pk for attachment in getattr(row, "shown", ())],
    }


def attachment_body(row: Attachment, slug: str) -> dict[str, Any]:
    """A file or link that was read with its file and who brought it."""
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

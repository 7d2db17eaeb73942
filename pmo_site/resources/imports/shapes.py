"""What the API says of imports, and what it reads."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from pmo_site.api.serializers import ChangeSerializer, StrictSerializer
from pmo_site.exchange.models import ImportState, Outcome
from pmo_site.exchange.reasons import FILE_WORDS
from pmo_site.exchange.tables import MAX_BYTES


class UploadWrite(StrictSerializer):
    """A file and what it brings, as multipart/form-data."""

    kind = serializers.CharField(max_length=40, help_text=_("projects, milestones, …"))
    file = serializers.FileField(allow_empty_file=True)

    def validate_file(self, upload: UploadedFile[bytes]) -> UploadedFile[bytes]:
        """Refuse by size before anything is read."""
        if (upload.size or 0) > MAX_BYTES:
            raise serializers.ValidationError(str(FILE_WORDS["too_large"]), "too_large")
        return upload


class CheckWrite(ChangeSerializer):
    """What is said about a file; what is left out stands as it was guessed or said before."""

    mapping = serializers.DictField(
        child=serializers.CharField(max_length=60), required=False, help_text=_("Fields by columns of the file.")
    )
    as_of = serializers.DateField(required=False, help_text=_("The day of the list."))
    currency = serializers.RegexField(r"^[A-Z]{3}$", required=False)
    skips_rejected = serializers.BooleanField(required=False)
    remember_as = serializers.CharField(max_length=100, required=False, allow_blank=True)


class MappingWrite(StrictSerializer):
    """Another name for remembered columns."""

    name = serializers.CharField(max_length=100)


class FieldRead(serializers.Serializer[Any]):
    """A field that a column can go to; `key` fields tell which record a row means."""

    name = serializers.CharField()
    title = serializers.CharField()
    key = serializers.BooleanField()
    money = serializers.BooleanField()


class ColumnRead(serializers.Serializer[Any]):
    """A column of the file with its first cells."""

    name = serializers.CharField()
    samples = serializers.ListField(child=serializers.CharField())


class ImportCountsRead(serializers.Serializer[Any]):
    """Rows by what becomes of them; a rejected row counts once for each of its reasons."""

    created = serializers.IntegerField()
    updated = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    rejected = serializers.IntegerField()
    kept = serializers.IntegerField()


class ProgressRead(serializers.Serializer[Any]):
    """How far the work is; `total` is null while it waits."""

    job_id = serializers.UUIDField()
    done = serializers.IntegerField()
    total = serializers.IntegerField(allow_null=True)
    cancelling = serializers.BooleanField()


class ImportRow(serializers.Serializer[Any]):
    """An import in a list."""

    id = serializers.UUIDField()
    version = serializers.IntegerField()
    kind = serializers.CharField()
    file_name = serializers.CharField()
    state = serializers.ChoiceField(ImportState.choices)
    row_count = serializers.IntegerField()
    uploaded_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    expires_at = serializers.DateTimeField(help_text=_("Until then the rows of the file are kept."))


class ImportRead(ImportRow):
    """One import: what its columns hold, what becomes of its rows, how far its work is."""

    columns = ColumnRead(many=True)
    choices = FieldRead(many=True, help_text=_("The fields that columns can go to."))
    mapping = serializers.DictField(child=serializers.CharField())
    currency = serializers.CharField()
    as_of = serializers.DateField(allow_null=True)
    skips_rejected = serializers.BooleanField()
    counts = ImportCountsRead(allow_null=True)
    rejected_rows = serializers.IntegerField(allow_null=True)
    also = serializers.ListField(child=serializers.CharField(), help_text=_("What rows lean on and is new."))
    undone = serializers.IntegerField(allow_null=True)
    failure = serializers.CharField(allow_null=True)
    progress = ProgressRead(allow_null=True)


class RowsQuery(StrictSerializer):
    """Which rows of a report: of one outcome, page by page of a hundred."""

    outcome = serializers.ChoiceField(Outcome.choices, default=Outcome.REJECTED)
    page = serializers.IntegerField(min_value=0, max_value=100_000, default=0)


class ImportChangeRead(serializers.Serializer[Any]):
    """One field that changes."""

    name = serializers.CharField()
    before = serializers.CharField(allow_null=True)
    after = serializers.CharField(allow_null=True)


class ReportRowRead(serializers.Serializer[Any]):
    """One row of the file; a rejected one says where and why, an updated one what changes."""

    row = serializers.IntegerField()
    key = serializers.CharField(required=False)
    name = serializers.CharField(required=False)
    column = serializers.CharField(required=False)
    code = serializers.CharField(required=False)
    message = serializers.CharField(required=False)
    value = serializers.CharField(required=False)
    changes = ImportChangeRead(many=True, required=False)


class RowsRead(serializers.Serializer[Any]):
    """A page of a report."""

    items = ReportRowRead(many=True)
    total = serializers.IntegerField()
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class MappingRead(serializers.Serializer[Any]):
    """Remembered columns."""

    id = serializers.UUIDField()
    version = serializers.IntegerField()
    kind = serializers.CharField()
    name = serializers.CharField()
    mapping = serializers.DictField(child=serializers.CharField())
    currency = serializers.CharField()
    used_at = serializers.DateTimeField()

"""What the organization's files take up, over the API."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.response import Response

from pmo_site.accounts.rights import Right
from pmo_site.api.endpoints import ApiRequest, ApiView
from pmo_site.api.parameters import query_of
from pmo_site.api.permissions import declares, needs
from pmo_site.api.schema import describe
from pmo_site.console.selectors.files import LargeFile, Share, largest_files, storage


class ShareRead(serializers.Serializer[Any]):
    """Files of one kind."""

    key = serializers.CharField()
    count = serializers.IntegerField()
    size = serializers.IntegerField()


class LargeFileRead(serializers.Serializer[Any]):
    """A large file; its name and record are null where the caller may not see them."""

    id = serializers.UUIDField()
    name = serializers.CharField(allow_null=True)
    size = serializers.IntegerField()
    purpose = serializers.CharField()
    content_type = serializers.CharField()
    created_at = serializers.DateTimeField()
    goes_at = serializers.DateTimeField(allow_null=True)
    record_kind = serializers.CharField(allow_null=True)
    record_id = serializers.UUIDField(allow_null=True)


class StorageRead(serializers.Serializer[Any]):
    """Bytes used and allowed; deleted files count until their bytes go."""

    used = serializers.IntegerField()
    quota = serializers.IntegerField()
    count = serializers.IntegerField()
    purposes = ShareRead(many=True)
    content_types = ShareRead(many=True)
    expiring = ShareRead()
    deleted = ShareRead()
    largest = LargeFileRead(many=True)


@declares(GET=needs(Right.AUDIT_VIEW))
class StorageDetail(ApiView):
    """The organization's space for files."""

    @describe("storage_get", _("Read what files take up"), tag="organization", answer=StorageRead)
    def get(self, request: ApiRequest, slug: str) -> Response:  # noqa: ARG002  the edge resolved it
        """Used and allowed, by purpose and kind, and the largest files."""
        query_of(request)
        found = storage(request.actor)
        return Response(
            {
                "used": found.used,
                "quota": found.quota,
                "count": found.count,
                "purposes": [_share(share) for share in found.purposes],
                "content_types": [_share(share) for share in found.kinds],
                "expiring": _share(found.expiring),
                "deleted": _share(found.deleted),
                "largest": [_large(large) for large in largest_files(request.actor)],
            }
        )


def _share(share: Share) -> dict[str, Any]:
    return {"key": share.key, "count": share.count, "size": share.size}


def _large(large: LargeFile) -> dict[str, Any]:
    file, record = large.file, large.record
    return {
        "id": file.pk,
        "name": file.name if large.is_shown else None,
        "size": file.size,
        "purpose": file.purpose,
        "content_type": file.content_type,
        "created_at": file.created_at,
        "goes_at": large.goes_at,
        "record_kind": large.kind.key if large.kind else None,
        "record_id": record.pk if record is not None else None,
    }

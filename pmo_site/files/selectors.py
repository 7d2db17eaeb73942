"""Reads of files."""

from __future__ import annotations

from typing import BinaryIO
from uuid import UUID

from django.conf import settings
from django.db.models import Q, Sum

from pmo_site.accounts.policy import Actor
from pmo_site.files.folder import path_of
from pmo_site.files.models import StoredFile
from pmo_site.files.readers import reads
from pmo_site.kernel import clock
from pmo_site.tenancy.selectors import files_quota_of


def file_get(actor: Actor, file_id: UUID) -> StoredFile | None:
    """A file that the actor may read now; None for missing, foreign, deleted and expired alike."""
    rows = StoredFile.objects.filter(Q(expires_at__isnull=True) | Q(expires_at__gt=clock.now()))
    file = rows.filter(pk=file_id, deleted_at__isnull=True, purged_at__isnull=True).first()
    return file if file is not None and reads(actor, file) else None


def file_open(*, actor: Actor, file_id: UUID) -> tuple[StoredFile, BinaryIO] | None:
    """A file that the actor may read with its bytes, open; None where it may not be read or has no bytes."""
    file = file_get(actor, file_id)
    if file is None:
        return None
    try:
        return file, path_of(actor.organization_id, file.pk).open("rb")
    except FileNotFoundError:
        return None


def bytes_used() -> int:
    """What the files of the organization take up, those too that can still be brought back."""
    used: int | None = StoredFile.objects.filter(purged_at__isnull=True).aggregate(sum=Sum("size"))["sum"]
    return used or 0


def quota_bytes(organization_id: UUID) -> int:
    """What the organization's files may take up: its own limit, or the one that the site gives everybody."""
    own = files_quota_of(organization_id)
    return settings.FILES_QUOTA_BYTES if own is None else own

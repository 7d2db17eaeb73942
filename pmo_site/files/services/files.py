"""Writes of files: a row and its bytes stand together, or neither does after the next sweep."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO
from uuid import UUID

from django.db import connection, transaction

from pmo_site.accounts.policy import Actor
from pmo_site.files.domain.kinds import KINDS, content_type_of
from pmo_site.files.domain.names import ending_of, safe_name
from pmo_site.files.folder import path_of, write
from pmo_site.files.limits import EXPORT_HOURS, FILE_BYTES, NAME_CHARACTERS
from pmo_site.files.models import Purpose, StoredFile
from pmo_site.files.selectors import bytes_used, quota_bytes
from pmo_site.kernel import clock
from pmo_site.kernel.conflicts import FieldProblem, RuleError
from pmo_site.kernel.ids import new_id

FIELD = "file"


def file_store(
    *, actor: Actor, name: str, content: bytes | IO[bytes], purpose: Purpose, expires_at: datetime | None = None
) -> StoredFile:
    """Keep a file that somebody brought; who may bring it is asked by whoever calls.

    Refused at the field `file`: an unknown kind, bytes that are not what the name says, too large, over the quota.
    """
    found = content if isinstance(content, bytes) else content.read(FILE_BYTES + 1)
    if len(found) > FILE_BYTES:
        raise _refused("file_too_large")
    return _store(actor=actor, name=name, content=found, purpose=purpose, expires_at=expires_at)


def export_store(*, actor: Actor, name: str, content: bytes, expires_at: datetime | None = None) -> StoredFile:
    """Keep a file that the product made for whoever asked; they alone may fetch it, for a day."""
    until = expires_at or clock.now() + timedelta(hours=EXPORT_HOURS)
    return _store(actor=actor, name=name, content=content, purpose=Purpose.EXPORT, expires_at=until)


@transaction.atomic
def file_delete(*, actor: Actor, file: StoredFile) -> None:  # noqa: ARG001  asked by whoever calls; history names the actor
    """Take a file away; until its bytes are purged it can be brought back."""
    StoredFile.objects.filter(pk=file.pk, deleted_at__isnull=True).update(deleted_at=clock.now())


@transaction.atomic
def file_restore(*, actor: Actor, file: StoredFile) -> bool:  # noqa: ARG001  the same
    """Bring a deleted file back; False where its bytes are gone."""
    return bool(StoredFile.objects.filter(pk=file.pk, purged_at__isnull=True).update(deleted_at=None))


def _store(*, actor: Actor, name: str, content: bytes, purpose: Purpose, expires_at: datetime | None) -> StoredFile:
    shown, content_type = _examined(name, content)
    file = StoredFile(
        id=new_id(),
        name=shown,
        size=len(content),
        content_type=content_type,
        sha256=hashlib.sha256(content).hexdigest(),
        purpose=purpose,
        uploaded_by_id=actor.person_id,
        system=actor.system,
        expires_at=expires_at,
    )
    with transaction.atomic():
        _lock_quota(actor.organization_id)
        if bytes_used() + file.size > quota_bytes(actor.organization_id):
            raise _refused("quota_full")
        file.save(force_insert=True)
        _write(path_of(actor.organization_id, file.pk), content)
    return file


def _examined(name: str, content: bytes) -> tuple[str, str]:
    """The name as it is kept, and the type that the bytes prove."""
    shown = safe_name(name, limit=NAME_CHARACTERS)
    if not shown:
        raise _refused("file_name")
    if not content:
        raise _refused("file_empty")
    ending = ending_of(shown)
    if ending not in KINDS:
        raise _refused("file_kind")
    content_type = content_type_of(ending, content)
    if content_type is None:
        raise _refused("file_mismatch")
    return shown, content_type


def _lock_quota(organization_id: UUID) -> None:
    """Let one upload of an organization count at a time, until it is stored or given up."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{organization_id}:files"])


def _write(path: Path, content: bytes) -> None:
    try:
        write(path, content)
    except OSError as error:
        raise _refused("no_room") from error


def _refused(code: str) -> RuleError:
    return RuleError([FieldProblem(FIELD, code)])

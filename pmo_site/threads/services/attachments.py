"""Writes of files and links on a thread; who brought one may take it away, and bring it back."""

from __future__ import annotations

from typing import IO
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from pmo_site.accounts.policy import Actor
from pmo_site.files.models import Purpose
from pmo_site.files.services.files import file_delete, file_restore, file_store
from pmo_site.kernel import clock
from pmo_site.kernel.conflicts import FieldProblem, RuleError
from pmo_site.tenancy.threaded import Threaded
from pmo_site.threads.domain.links import safe_url
from pmo_site.threads.limits import LABEL_CHARACTERS, URL_CHARACTERS
from pmo_site.threads.models import Attachment, Comment
from pmo_site.threads.services.threads import thread_open, writer_of


@transaction.atomic
def attachment_add(
    *, actor: Actor, record: Threaded, name: str, content: bytes | IO[bytes], comment: Comment | None = None
) -> Attachment:
    """Hang a file on a record."""
    person_id = writer_of(actor, record)
    file = file_store(actor=actor, name=name, content=content, purpose=Purpose.ATTACHMENT)
    return Attachment.objects.create(
        thread_id=thread_open(record), comment=comment, added_by_id=person_id, file=file, label=file.name
    )


@transaction.atomic
def link_add(*, actor: Actor, record: Threaded, url: str, label: str = "") -> Attachment:
    """Hang a link on a record; it leads to the web and nowhere else."""
    person_id = writer_of(actor, record)
    safe = safe_url(url)
    if safe is None or len(safe) > URL_CHARACTERS:
        raise RuleError([FieldProblem("url", "not_a_link")])
    words = label.strip()[:LABEL_CHARACTERS]
    return Attachment.objects.create(thread_id=thread_open(record), added_by_id=person_id, url=safe, label=words)


@transaction.atomic
def attachment_delete(*, actor: Actor, record: Threaded, attachment: Attachment) -> None:
    """Take a file or link away."""
    _require_own(actor, record, attachment)
    Attachment.objects.filter(pk=attachment.pk, deleted_at__isnull=True).update(deleted_at=clock.now())
    if attachment.file is not None:
        file_delete(actor=actor, file=attachment.file)


@transaction.atomic
def attachment_undelete(*, actor: Actor, record: Threaded, attachment: Attachment) -> bool:
    """Bring a file or link back; False where the file's bytes are gone."""
    _require_own(actor, record, attachment)
    if attachment.file is not None and not file_restore(actor=actor, file=attachment.file):
        return False
    Attachment.objects.filter(pk=attachment.pk).update(deleted_at=None)
    return True


def _require_own(actor: Actor, record: Threaded, attachment: Attachment) -> None:
    person_id: UUID = writer_of(actor, record)
    if attachment.added_by_id != person_id:
        raise PermissionDenied("Only who brought it takes it away.")

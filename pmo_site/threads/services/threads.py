"""The thread of a record, made with the first word on it."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied

from pmo_site.accounts.policy import Actor, require
from pmo_site.tenancy.threaded import Threaded
from pmo_site.threads.models import Thread
from pmo_site.threads.registry import kind_of, refuse_put_away


def writer_of(actor: Actor, record: Threaded) -> UUID:
    """The person who writes on a record; refused to whoever is no person or may not, and on what is archived."""
    require(actor, kind_of(record).comment_right, record)
    if actor.person_id is None:
        raise PermissionDenied("Only people talk.")
    refuse_put_away(record)
    return actor.person_id


def thread_open(record: Threaded) -> UUID:
    """The record's thread; of two first words at once, the second waits for the first one's thread."""
    rows = type(record)._default_manager.filter(pk=record.pk)
    found: UUID | None = rows.select_for_update(of=("self",)).values_list("thread_id", flat=True).get()
    if found is None:
        found = Thread.objects.create(kind=kind_of(record).key).pk
        rows.update(thread_id=found)
    record.thread_id = found
    return found

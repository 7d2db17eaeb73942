"""What an address of a thread names: a record of a registered kind, and what hangs on it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse

from pmo_site.accounts.policy import Actor, require
from pmo_site.tenancy.threaded import Threaded
from pmo_site.threads.models import Attachment, Comment
from pmo_site.threads.registry import ThreadedKind, refuse_put_away, threaded_kind
from pmo_site.threads.selectors import attachment_find, comment_find, record_find


@dataclass(frozen=True, slots=True)
class Place:
    """A record that the actor may see, and its kind."""

    kind: ThreadedKind
    record: Threaded

    def page(self, slug: str) -> str:
        """Where its thread is shown."""
        return self.kind.page(slug, self.record)


def place(actor: Actor, key: str, record_id: UUID, *, writes: bool = False) -> Place:
    """The record that an address names: missing for who may not see it, refused to who may not write on it."""
    kind = threaded_kind(key)
    record = record_find(actor, kind, record_id) if kind is not None else None
    if kind is None or record is None:
        raise Http404
    here = Place(kind, record)
    if writes:
        require_writable(actor, here)
    return here


def require_writable(actor: Actor, here: Place) -> None:
    """Refuse who may not write on a record, and everybody (RuleError) where it or what it belongs to is archived."""
    require(actor, here.kind.comment_right, here.record)
    refuse_put_away(here.record)


def comment_at(actor: Actor, here: Place, comment_id: UUID, *, deleted: bool = False) -> Comment:
    """One's own comment on this record; refused to others, who see it. A deleted one is found to be brought back."""
    comment = comment_find(here.record, comment_id)
    if comment is None or not _is_there(comment, own=comment.author_id == actor.person_id, deleted=deleted):
        raise Http404
    if comment.author_id != actor.person_id:
        raise PermissionDenied("Only the author changes a comment.")
    return comment


def attachment_at(actor: Actor, here: Place, attachment_id: UUID, *, deleted: bool = False) -> Attachment:
    """A file or link on this record that the actor brought; found and refused as a comment is."""
    attachment = attachment_find(here.record, attachment_id)
    if attachment is None or not _is_there(attachment, own=attachment.added_by_id == actor.person_id, deleted=deleted):
        raise Http404
    if attachment.added_by_id != actor.person_id:
        raise PermissionDenied("Only who brought it takes it away.")
    return attachment


def _is_there(found: Comment | Attachment, *, own: bool, deleted: bool) -> bool:
    """What was taken back is missing for everybody; its author alone may still bring it back."""
    return found.deleted_at is None or (own and deleted)


def undo_address(slug: str, here: Place, **key: UUID) -> str:
    """Where what was deleted is brought back."""
    name = "threads:undo" if "comment_id" in key else "threads:reattach"
    return reverse(name, kwargs={"slug": slug, "kind": here.kind.key, "record_id": here.record.pk, **key})

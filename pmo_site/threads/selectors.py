"""Reads of threads: who sees a record sees what is said about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import get_language

from pmo_site.accounts.directory import holders_everywhere, member_choices
from pmo_site.accounts.models import Person
from pmo_site.accounts.policy import Actor, may, visible
from pmo_site.files.models import StoredFile
from pmo_site.tenancy.threaded import Threaded
from pmo_site.threads.domain.links import Piece, pieces
from pmo_site.threads.limits import SHOWN
from pmo_site.threads.models import Attachment, Comment, Mention
from pmo_site.threads.registry import ThreadedKind, kind_of, threaded_kind

Said = TypeVar("Said", Comment, Attachment)


@dataclass(frozen=True, slots=True)
class CommentLine:
    """A comment as its reader sees it."""

    comment: Comment
    author: str
    pieces: tuple[Piece, ...]
    attachments: tuple[Attachment, ...]
    people: tuple[str, ...]
    is_own: bool


def record_find(actor: Actor, kind: ThreadedKind, record_id: UUID) -> Threaded | None:
    """The record that an address names, if the actor may see it."""
    rows = visible(actor, kind.view_right, kind.model._default_manager.all())
    found: Threaded | None = rows.filter(pk=record_id).first()
    return found


def _on(record: Threaded, rows: QuerySet[Said]) -> QuerySet[Said]:
    """What hangs on this record; nothing where nothing was said on it."""
    return rows.none() if record.thread_id is None else rows.filter(thread_id=record.thread_id)


def comment_list(record: Threaded) -> QuerySet[Comment]:
    """What was said about a record that the caller was allowed to see, oldest first."""
    rows = _on(record, Comment.objects.filter(deleted_at__isnull=True))
    mentions = Prefetch("mentions", Mention.objects.select_related("person").order_by("id"))
    attachments = Prefetch("attachments", attachment_list(record), to_attr="shown")
    return rows.select_related("author").prefetch_related(mentions, attachments).order_by("created_at", "id")


def attachment_list(record: Threaded) -> QuerySet[Attachment]:
    """Files and links of a record that the caller was allowed to see, newest first."""
    rows = _on(record, Attachment.objects.filter(deleted_at__isnull=True, comment__deleted_at__isnull=True))
    return rows.select_related("file", "added_by").order_by("-added_at", "-id")


def newest_comments(actor: Actor, record: Threaded, *, everything: bool = False) -> tuple[list[CommentLine], int]:
    """The newest comments, oldest of them first, and how many older ones were left out."""
    rows = comment_list(record)
    if record.thread_id is None:
        return [], 0
    shown = list(rows.reverse() if everything else rows.reverse()[: SHOWN + 1])
    older = 0 if everything or len(shown) <= SHOWN else rows.count() - SHOWN
    kept = shown if everything else shown[:SHOWN]
    return [_line(actor, comment) for comment in reversed(kept)], older


def _line(actor: Actor, comment: Comment) -> CommentLine:
    language = get_language() or "ja"
    return CommentLine(
        comment,
        comment.author.display(language),
        tuple(pieces(comment.text)),
        tuple(getattr(comment, "shown", ())),
        tuple(mention.person.display(language) for mention in comment.mentions.all()),
        comment.author_id == actor.person_id,
    )


def comment_find(record: Threaded, comment_id: UUID) -> Comment | None:
    """A comment on this record, deleted ones too; None where it hangs on another."""
    rows = _on(record, Comment.objects.all())
    return rows.select_related("author").filter(pk=comment_id).first()


def attachment_find(record: Threaded, attachment_id: UUID) -> Attachment | None:
    """A file or link on this record, deleted ones too; None where it hangs on another."""
    rows = _on(record, Attachment.objects.all())
    return rows.select_related("file").filter(pk=attachment_id).first()


def people_who_see(actor: Actor, record: Threaded) -> QuerySet[Person]:
    """People with an account who may see a record: everywhere by their role, or on this one."""
    kind = kind_of(record)
    everywhere = holders_everywhere(kind.view_right, actor.model).values("membership__person_id")
    here = kind.people(record, kind.view_right).values("pk")
    return people_with_accounts().filter(Q(pk__in=everywhere) | Q(pk__in=here))


def people_named(keys: Iterable[UUID]) -> list[Person]:
    """Some people by id."""
    return list(Person.objects.filter(pk__in=list(keys)))


def people_with_accounts() -> QuerySet[Person]:
    """Everybody who could be mentioned somewhere."""
    return member_choices().filter(archived_at__isnull=True)


def reads_attachment(actor: Actor, file: StoredFile) -> bool:
    """Whether the actor may see the record on which a file hangs; a comment that was deleted takes its files along."""
    rows = Attachment.objects.filter(file=file, deleted_at__isnull=True).exclude(comment__deleted_at__isnull=False)
    attachment = rows.select_related("thread").first()
    kind = threaded_kind(attachment.thread.kind) if attachment else None
    if attachment is None or kind is None:
        return False
    record = kind.model._default_manager.filter(thread_id=attachment.thread_id).first()
    return record is not None and may(actor, kind.view_right, record)

"""Writes of comments: everybody who may comment posts, only the author changes and takes back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from pmo_site.accounts.policy import Actor
from pmo_site.kernel import clock
from pmo_site.kernel.conflicts import FieldProblem, RuleError
from pmo_site.tenancy.threaded import Threaded
from pmo_site.tenancy.versions import GoneError, revise
from pmo_site.threads.domain.links import says_something
from pmo_site.threads.limits import TEXT_CHARACTERS
from pmo_site.threads.models import Comment
from pmo_site.threads.services.attachments import attachment_add
from pmo_site.threads.services.mentions import mentions_set, people_meant
from pmo_site.threads.services.threads import thread_open, writer_of


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file that comes with a comment."""

    name: str
    content: bytes | IO[bytes]


@transaction.atomic
def comment_post(
    *, actor: Actor, record: Threaded, text: str, mention: Iterable[UUID] = (), file: NewFile | None = None
) -> Comment:
    """Say something about a record; whoever is meant by it (picked, or @ and the name) is told."""
    person_id = writer_of(actor, record)
    words = _checked(text)
    people = people_meant(actor, record, words, picked=mention)
    comment = Comment.objects.create(thread_id=thread_open(record), author_id=person_id, text=words)
    if file is not None:
        attachment_add(actor=actor, record=record, name=file.name, content=file.content, comment=comment)
    mentions_set(record=record, comment=comment, people=people)
    return comment


@transaction.atomic
def comment_revise(
    *, actor: Actor, record: Threaded, comment: Comment, version: int, text: str, mention: Iterable[UUID] = ()
) -> Comment:
    """Change one's own words; refused where they were changed or taken back elsewhere meanwhile."""
    _require_own(actor, record, comment)
    if comment.deleted_at is not None:
        raise GoneError
    words = _checked(text)
    people = people_meant(actor, record, words, picked=mention)
    revised = revise(comment, version=version, values={"text": words, "edited_at": clock.now()})
    mentions_set(record=record, comment=revised, people=people)
    return revised


@transaction.atomic
def comment_delete(*, actor: Actor, record: Threaded, comment: Comment, version: int) -> None:
    """Take one's own comment back at the version that was read; its files go with it."""
    _require_own(actor, record, comment)
    revise(comment, version=version, values={"deleted_at": clock.now()})


@transaction.atomic
def comment_undelete(*, actor: Actor, record: Threaded, comment: Comment) -> None:
    """Bring one's own comment back."""
    _require_own(actor, record, comment)
    if comment.deleted_at is not None:
        revise(comment, version=comment.version, values={"deleted_at": None})


def _require_own(actor: Actor, record: Threaded, comment: Comment) -> None:
    if writer_of(actor, record) != comment.author_id:
        raise PermissionDenied("Only the author changes a comment.")


def _checked(text: str) -> str:
    words = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if not says_something(words):
        raise RuleError([FieldProblem("text", "empty_text")])
    if len(words) > TEXT_CHARACTERS:
        raise RuleError([FieldProblem("text", "text_too_long")])
    return words

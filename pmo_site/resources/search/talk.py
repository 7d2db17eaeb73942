"""Comments, files and links as the search finds them: by who sees the record that they hang on, and while it stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial, reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from pmo_site.accounts.policy import Actor
from pmo_site.resources.resource import Resource, resources
from pmo_site.resources.search.extracts import extract
from pmo_site.resources.search.kinds import SearchedKind, Told, TypedWords, offer_kind
from pmo_site.resources.search.seen import seen_column
from pmo_site.resources.selectors import current_rows, record_rows
from pmo_site.tenancy.threaded import Threaded
from pmo_site.threads.models import Attachment, Comment
from pmo_site.threads.registry import kind_of


def offer() -> None:
    """Let what is said about records be found; called once when the site starts."""
    offer_kind(
        SearchedKind(
            key="comments",
            many=_("Comments"),
            icon="message",
            model=Comment,
            columns=("text",),
            owner="thread_id",
            seen=_comments_seen,
            told=_comments_told,
        )
    )
    offer_kind(
        SearchedKind(
            key="files",
            many=_("Files and links"),
            icon="paperclip",
            model=Attachment,
            columns=("label", "url"),
            owner="thread_id",
            seen=_files_seen,
            told=_files_told,
            made="added_at",
        )
    )


def _comments() -> QuerySet[Comment]:
    return Comment.objects.filter(deleted_at__isnull=True)


def _files() -> QuerySet[Attachment]:
    return Attachment.objects.filter(deleted_at__isnull=True, comment__deleted_at__isnull=True)


def _comments_seen(actor: Actor) -> Q | None:
    return _seen(actor, _comments())


def _files_seen(actor: Actor) -> Q | None:
    return _seen(actor, _files())


def _seen(actor: Actor, said: QuerySet[Any]) -> Q | None:
    """Entries of what was not taken back, on a thread of a record that the reader's lists show.

    Each kind of record is asked for its threads as a whole and only where something was found: a set that the database
    makes once is cheaper than a question to every kind for every entry.
    """
    asked = [seen_column(actor, resource, "thread_id") for resource in resources() if _is_talked_about(resource)]
    threads = [Q(owner_record__in=each) for each in asked if each is not None]
    return Q(Exists(said.filter(pk=OuterRef("pk")))) & reduce(or_, threads) if threads else None


def _is_talked_about(resource: Resource) -> bool:
    return issubclass(resource.model, Threaded)


def _talked_about(actor: Actor) -> Iterator[tuple[Resource, QuerySet[Any]]]:
    """The registers whose records carry threads, with the records that their own lists show the reader."""
    for resource in resources():
        if _is_talked_about(resource):
            rows = current_rows(record_rows(actor, resource), resource)
            if not rows.query.is_empty():
                yield resource, rows


def _comments_told(actor: Actor, ids: Collection[UUID], words: TypedWords) -> Mapping[UUID, Told]:
    said = list(_comments().filter(pk__in=ids).select_related("thread"))
    records = _records(actor, said)
    return {
        each.pk: Told(extract(each.text, words), record, partial(_place, record, f"?comments=all#comment-{each.pk}"))
        for each in said
        if (record := records.get(each.thread_id))
    }


def _files_told(actor: Actor, ids: Collection[UUID], words: TypedWords) -> Mapping[UUID, Told]:  # noqa: ARG001  a name is shown whole
    said = list(_files().filter(pk__in=ids).select_related("thread"))
    records = _records(actor, said)
    return {
        each.pk: Told(each.label or each.url, record, partial(_place, record, f"#attachment-{each.pk}"))
        for each in said
        if (record := records.get(each.thread_id))
    }


def _records(actor: Actor, said: Iterable[Comment | Attachment]) -> dict[UUID, Any]:
    """The records on whose threads something was said, by thread; one query for each kind of them."""
    threads: dict[str, set[UUID]] = {}
    for each in said:
        threads.setdefault(each.thread.kind, set()).add(each.thread_id)
    return {
        record.thread_id: record
        for resource, rows in _talked_about(actor)
        if resource.singular in threads
        for record in rows.filter(thread_id__in=threads[resource.singular])
    }


def _place(record: Threaded, where: str, slug: str) -> str:
    """What was said, on the page of its record: older comments stand there once all are asked for."""
    page = kind_of(record).page(slug, record).partition("#")[0]
    return f"{page}{where}"

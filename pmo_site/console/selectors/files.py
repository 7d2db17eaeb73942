"""What the organization's files take up, which are the largest, and what of it goes by itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from pmo_site.accounts.policy import Actor, visible
from pmo_site.files.limits import DELETED_KEPT
from pmo_site.files.models import Purpose, StoredFile
from pmo_site.files.selectors import quota_bytes
from pmo_site.tenancy.threaded import Threaded
from pmo_site.threads.models import Attachment
from pmo_site.threads.registry import ThreadedKind, threaded_kind

LARGEST = 50


@dataclass(frozen=True, slots=True)
class Share:
    """Files of one kind: how many they are and what they take up."""

    key: str
    count: int
    size: int


@dataclass(frozen=True, slots=True)
class Storage:
    """What is used and allowed; what goes by itself within a day (exports) and within a week (deleted files)."""

    used: int
    quota: int
    count: int
    purposes: tuple[Share, ...]
    kinds: tuple[Share, ...]
    expiring: Share
    deleted: Share

    @property
    def percent(self) -> int:
        """How full it is, in hundredths, at most 100."""
        return min(100, round(100 * self.used / self.quota)) if self.quota else 100


@dataclass(frozen=True, slots=True)
class LargeFile:
    """A large file. Its name and its record are for who may see them; everybody else learns only its size."""

    file: StoredFile
    is_shown: bool
    kind: ThreadedKind | None
    record: Threaded | None

    @property
    def goes_at(self) -> datetime | None:
        """When its bytes go by themselves; None where they stay."""
        return self.file.expires_at or (self.file.deleted_at and self.file.deleted_at + DELETED_KEPT)


def storage(actor: Actor) -> Storage:
    """The organization's use of its space; three queries."""
    rows = _counting()
    purposes, kinds = _shares(rows, "purpose"), _shares(rows, "content_type")
    sums = rows.aggregate(
        expiring=Count("id", filter=Q(expires_at__isnull=False, deleted_at__isnull=True)),
        expiring_size=Sum("size", filter=Q(expires_at__isnull=False, deleted_at__isnull=True)),
        deleted=Count("id", filter=Q(deleted_at__isnull=False)),
        deleted_size=Sum("size", filter=Q(deleted_at__isnull=False)),
    )
    return Storage(
        used=sum(share.size for share in purposes),
        quota=quota_bytes(actor.organization_id),
        count=sum(share.count for share in purposes),
        purposes=purposes,
        kinds=kinds,
        expiring=Share("expiring", sums["expiring"], sums["expiring_size"] or 0),
        deleted=Share("deleted", sums["deleted"], sums["deleted_size"] or 0),
    )


def largest_files(actor: Actor) -> list[LargeFile]:
    """The largest files with the records on which they hang, as far as the actor may see those."""
    files = list(_counting().select_related("uploaded_by").order_by("-size", "id")[:LARGEST])
    places = _places(actor, files)
    return [_line(actor, file, places) for file in files]


def _counting() -> QuerySet[StoredFile]:
    return StoredFile.objects.filter(purged_at__isnull=True)


def _shares(rows: QuerySet[StoredFile], column: str) -> tuple[Share, ...]:
    found = rows.values_list(column).annotate(count=Count("id"), size=Sum("size")).order_by("-size", column)
    return tuple(Share(*row) for row in found)


def _line(actor: Actor, file: StoredFile, places: dict[UUID, tuple[ThreadedKind, Threaded]]) -> LargeFile:
    if file.purpose == Purpose.ATTACHMENT:
        kind, record = places.get(file.pk, (None, None))
        return LargeFile(file, record is not None, kind, record)
    is_own = actor.bounds is None and actor.person_id is not None and actor.person_id == file.uploaded_by_id
    return LargeFile(file, is_own, None, None)


def _places(actor: Actor, files: Iterable[StoredFile]) -> dict[UUID, tuple[ThreadedKind, Threaded]]:
    """The record of every attached file whose record the actor may see; one query per kind."""
    attached = Attachment.objects.filter(file__in=list(files)).select_related("thread")
    threads: dict[str, set[UUID]] = defaultdict(set)
    for attachment in attached:
        threads[attachment.thread.kind].add(attachment.thread_id)
    records: dict[UUID, tuple[ThreadedKind, Threaded]] = {}
    for key, ids in threads.items():
        kind = threaded_kind(key)
        if kind is not None:
            rows = visible(actor, kind.view_right, kind.model._default_manager.filter(thread_id__in=ids))
            records |= {row.thread_id: (kind, row) for row in rows if row.thread_id is not None}
    return {each.file_id: records[each.thread_id] for each in attached if each.file_id and each.thread_id in records}

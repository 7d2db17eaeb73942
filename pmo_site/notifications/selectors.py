"""Reads of notices: each person's own, and only about what they may still see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import CharField, Count, Exists, Min, OuterRef, Q, QuerySet, Value

from pmo_site.accounts.models import Membership
from pmo_site.accounts.policy import Actor, visible
from pmo_site.accounts.rights import Right
from pmo_site.jobs.selectors import jobs_open_of
from pmo_site.kernel.evidence import RowReference
from pmo_site.notifications.models import Notice, NoticePreferences
from pmo_site.notifications.registry import NoticeKind, Subject, notice_kinds, subject_kinds
from pmo_site.tenancy.prepared import PreparedShapes

MOST_COUNTED = 100
"""The bell counts no further: what is more is "99+"."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody with unread notices that were not mailed: since when, and how many of them are urgent."""

    person_id: UUID
    since: datetime
    urgent: int


def recipient_ids(people: Iterable[UUID], *, kind: NoticeKind) -> list[UUID]:
    """Of these people, those who have an account here and did not mute the kind."""
    members = Membership.objects.filter(person_id__in=list(people), ended_at__isnull=True)
    if kind.is_mutable:
        deaf = NoticePreferences.objects.filter(muted__contains=[kind.key])
        members = members.exclude(person_id__in=deaf.values("person_id"))
    return list(members.order_by("person_id").values_list("person_id", flat=True))


def notice_list(actor: Actor, *, unread: bool = False) -> QuerySet[Notice]:
    """The actor's own notices about records on which the actor still holds the right that the kind asks for."""
    if actor.person_id is None:
        return Notice.objects.none()
    rows = Notice.objects.filter(_still_seen(actor), person_id=actor.person_id)
    return rows.filter(read_at__isnull=True) if unread else rows


def notice_get(actor: Actor, notice_id: UUID) -> Notice | None:
    """One of the actor's own notices; None for missing, foreign and no longer visible alike."""
    return notice_list(actor).filter(pk=notice_id).first()


@dataclass(frozen=True, slots=True)
class Calls:
    """What every page tells its reader: how many notices are unread, and whether work of theirs goes on."""

    unread: int
    is_work_open: bool


def calls_on(actor: Actor) -> Calls:
    """What waits for the actor, notices counted up to a hundred; one query where none waits, else two."""
    if actor.person_id is None:
        return Calls(0, is_work_open=False)
    unread = _unread_of(actor.person_id)
    waiting = set(_WAITING.all(values={"person_id": actor.person_id}))
    kinds = {pair for pair in waiting if any(pair)}
    return Calls(_counted(actor, unread, kinds), is_work_open=kinds != waiting)


def _waiting(*, person_id: UUID) -> QuerySet[Any, Any]:
    """Every page asks: a row without a kind stands for open work, so that both are known by one query."""
    nothing = Value("", output_field=CharField())
    open_work = jobs_open_of(person_id).order_by().values_list(nothing, nothing)
    return _unread_of(person_id).values_list("kind", "subject_kind").union(open_work)


def _unread_of(person_id: UUID) -> QuerySet[Notice]:
    return Notice.objects.filter(person_id=person_id, read_at__isnull=True).order_by()


_WAITING = PreparedShapes(_waiting)


def _counted(actor: Actor, unread: QuerySet[Notice], waiting: Collection[tuple[str, str]]) -> int:
    """What is asked about rights names only the kinds that wait."""
    return unread.filter(_still_seen(actor, waiting))[:MOST_COUNTED].count() if waiting else 0


def subjects_of(notices: Iterable[Notice]) -> dict[tuple[str, UUID], str]:
    """Labels of the records that notices are about, one query per kind; the notices were read as visible ones."""
    wanted = defaultdict[str, set[UUID]](set)
    for notice in notices:
        wanted[notice.subject_kind].add(notice.subject_id)
    return {
        (subject.kind, record.pk): subject.label(record)
        for subject in subject_kinds()
        if subject.kind in wanted
        for record in _records(subject).filter(pk__in=wanted[subject.kind])
    }


def told_about(subject: RowReference, *, kind: str) -> dict[UUID, tuple[datetime | None, datetime | None]]:
    """Who was told something about a record: by person, when it was mailed and when it was opened."""
    rows = Notice.objects.filter(kind=kind, subject_kind=subject.kind, subject_id=subject.id)
    found = rows.values_list("person_id", "mailed_at", "read_at")
    return {person: (mailed, opened) for person, mailed, opened in found}


def preferences_of(person_id: UUID | None) -> NoticePreferences:
    """How a person wants to be told; the defaults, under the person's own id, where nothing was ever changed."""
    if person_id is None:
        return NoticePreferences()
    found = NoticePreferences.objects.filter(person_id=person_id).first()
    return found or NoticePreferences(id=person_id, person_id=person_id)


def waiting_people() -> list[Waiting]:
    """People with an active account and unread notices that were not mailed."""
    members = Membership.objects.filter(ended_at__isnull=True, user__is_active=True)
    waiting = Notice.objects.filter(
        read_at__isnull=True, mailed_at__isnull=True, person_id__in=members.values("person_id")
    )
    grouped = waiting.order_by("person_id").values_list("person_id")
    rows = grouped.annotate(since=Min("created_at"), urgent=Count("id", filter=Q(kind__in=urgent_kinds())))
    return [Waiting(*row) for row in rows]


def preferences_by_person(people: Iterable[UUID]) -> dict[UUID, NoticePreferences]:
    """Preferences of those people who ever changed them."""
    return {row.person_id: row for row in NoticePreferences.objects.filter(person_id__in=list(people))}


def mailable(person_id: UUID, *, before: datetime | None) -> QuerySet[Notice]:
    """A person's unread notices that were not mailed: those given before a moment, or without one the urgent ones."""
    rows = Notice.objects.filter(person_id=person_id, read_at__isnull=True, mailed_at__isnull=True)
    return rows.filter(created_at__lt=before) if before else rows.filter(kind__in=urgent_kinds())


def urgent_kinds() -> list[str]:
    """Keys of the kinds that are mailed at once."""
    return [kind.key for kind in notice_kinds() if kind.is_urgent]


def _still_seen(actor: Actor, waiting: Collection[tuple[str, str]] | None = None) -> Q:
    by_right = defaultdict[Right | None, list[str]](list)
    for kind in notice_kinds():
        by_right[kind.right].append(kind.key)
    found = Q(pk__in=[])
    for right, keys in by_right.items():
        for subject in subject_kinds():
            if waiting is not None and not any((key, subject.kind) in waiting for key in keys):
                continue
            records = visible(actor, right or subject.right, subject.model._default_manager.all())
            if not records.query.is_empty():
                # Looked up row by row: a list of all records would be built anew for every page with a bell.
                is_seen = Exists(records.filter(pk=OuterRef("subject_id")))
                found |= Q(is_seen, kind__in=keys, subject_kind=subject.kind)
    return found


def _records(subject: Subject) -> QuerySet[Any]:
    """Records with the links that their labels read."""
    return subject.model._default_manager.select_related(*subject.joins or [None])

"""Giving notices, and marking them as read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.urls import reverse

from pmo_site.accounts.policy import Actor
from pmo_site.accounts.selectors import organization_settings
from pmo_site.jobs.outbox import ask
from pmo_site.kernel import clock
from pmo_site.kernel.evidence import MONEY_SUFFIX, RowReference
from pmo_site.notifications.models import Notice
from pmo_site.notifications.registry import NoticeKind, notice_kind, subject_kind
from pmo_site.notifications.selectors import notice_list, recipient_ids
from pmo_site.notifications.wording import sentence
from pmo_site.tenancy.context import require_organization_id

NOTHING: Mapping[str, str] = MappingProxyType({})
FACT_LENGTH = 200
_ANY_ORGANIZATION = "any"


@transaction.atomic
def notice_give(
    *,
    kind: str,
    people: Iterable[UUID],
    subject: RowReference,
    facts: Mapping[str, str] = NOTHING,
    url_name: str = "",
    url_parts: Mapping[str, str] = NOTHING,
    once: str = "",
) -> int:
    """Tell people something about a record, in one insert however many they are; returns how many were told now.

    Told are those with an account here who did not mute the kind. The same person is told the same about the same
    record once a day, or once ever for a mark given as `once`. Facts are short plain text and never money; the
    address is the subject's own unless `url_name` (below the organization) and its other parts are given.
    """
    told = notice_kind(kind)
    subject_kind(subject.kind)
    _check(told, facts)
    _check_address(url_name, url_parts)
    mark = f"once:{once}" if once else _today().isoformat()
    rows = [
        Notice(
            person_id=person_id,
            kind=kind,
            subject_kind=subject.kind,
            subject_id=_id_of(subject),
            facts=dict(facts),
            route=url_name,
            route_parts=dict(url_parts),
            mark=mark,
        )
        for person_id in recipient_ids(people, kind=told)
    ]
    given = _insert(rows)
    if given:
        _mail_now(told)
    return given


@transaction.atomic
def notice_withdraw(*, kind: str, subject_id: UUID, once: str) -> None:
    """Take back what was told of an act that is undone, where nobody read it and no mail carried it yet."""
    unknown = Notice.objects.filter(read_at__isnull=True, mailed_at__isnull=True)
    unknown.filter(kind=kind, subject_id=subject_id, mark=f"once:{once}").delete()


@transaction.atomic
def notices_read(*, actor: Actor, notice_id: UUID | None = None) -> datetime:
    """Mark one or all of the actor's unread notices as read; the moment undoes it (`notices_unread`).

    What the actor may not see any more stays unread: it was never shown.
    """
    now = clock.now()
    unread = notice_list(actor, unread=True)
    (unread.filter(pk=notice_id) if notice_id else unread).update(read_at=now)
    return now


@transaction.atomic
def notices_unread(*, actor: Actor, read_at: datetime) -> int:
    """Take back what was marked as read at a moment; returns how many are unread again."""
    return notice_list(actor).filter(read_at=read_at).update(read_at=None)


def _insert(rows: list[Notice]) -> int:
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    return Notice.objects.filter(pk__in=[row.pk for row in rows]).count() if rows else 0


def _mail_now(kind: NoticeKind) -> None:
    if kind.is_urgent:
        ask("notifications.gather_mails", organization_id=require_organization_id())


def _check(kind: NoticeKind, facts: Mapping[str, str]) -> None:
    """Refuse what would leak or break later: money, long texts, a sentence whose facts are missing."""
    for name, value in facts.items():
        if name.endswith(MONEY_SUFFIX):
            raise ValueError(f"The fact {name!r} is money, which never stands in a notice.")
        if not isinstance(value, str) or len(value) > FACT_LENGTH:
            raise ValueError(f"The fact {name!r} is no text of at most {FACT_LENGTH} characters.")
    sentence(kind, facts, subject="", names={})


def _check_address(url_name: str, url_parts: Mapping[str, str]) -> None:
    """Refuse an address that does not exist now, rather than show a dead one later."""
    if url_name:
        reverse(url_name, kwargs={"slug": _ANY_ORGANIZATION, **url_parts})


def _id_of(subject: RowReference) -> UUID:
    if not isinstance(subject.id, UUID):
        raise TypeError("A notice is about a stored record, which is known by a UUID.")
    return subject.id


def _today() -> date:
    return clock.today(ZoneInfo(organization_settings().time_zone))

"""Reads of notices: each person's own, and only about what they may still see."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from pmo_site.accounts.models import Membership
from pmo_site.notifications.models import NoticePreferences
from pmo_site.notifications.registry import NoticeKind


def recipient_ids(people: Iterable[UUID], *, kind: NoticeKind) -> list[UUID]:
    """Of these people, those who have an account here and did not mute the kind."""
    members = Membership.objects.filter(person_id__in=list(people), ended_at__isnull=True)
    if kind.is_mutable:
        deaf = NoticePreferences.objects.filter(muted__contains=[kind.key])
        members = members.exclude(person_id__in=deaf.values("person_id"))
    return list(members.order_by("person_id").values_list("person_id", flat=True))

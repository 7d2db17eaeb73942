"""Mails of notices: unread ones gathered at each person's hour, urgent ones at once, none in quiet hours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import translation

from pmo_site.accounts.models import Membership, OrganizationSettings
from pmo_site.accounts.selectors import actor_of_user, membership_of_person, organization_settings
from pmo_site.jobs.mail import Letter, send_once, site_link
from pmo_site.jobs.outbox import ask
from pmo_site.notifications.domain.timing import is_quiet, last_digest
from pmo_site.notifications.models import Notice, NoticePreferences
from pmo_site.notifications.selectors import (
    mailable,
    notice_list,
    preferences_by_person,
    preferences_of,
    waiting_people,
)
from pmo_site.notifications.wording import NoticeLine, notice_lines
from pmo_site.tenancy.context import require_organization_id
from pmo_site.tenancy.models import Organization
from pmo_site.tenancy.selectors import organization_by_id

MOST_LISTED = 50
"""A mail lists no more notices than these; it tells how many wait beyond them."""


def mails_gather(*, now: datetime) -> None:
    """Ask for a mail to everybody whose digest hour has come or who has urgent notices, outside their quiet hours."""
    zone = ZoneInfo(organization_settings().time_zone)
    waiting = waiting_people()
    chosen = preferences_by_person(each.person_id for each in waiting)
    for each in waiting:
        wants = chosen.get(each.person_id) or NoticePreferences()
        if _is_quiet(wants, now, zone):
            continue
        moment = last_digest(now, zone=zone, hour=wants.digest_hour, rhythm=wants.rhythm)
        if moment and each.since < moment:
            _ask(each.person_id, moment.isoformat())
        if each.urgent:
            _ask(each.person_id, "")


def notices_mail(*, person_id: UUID, moment: datetime | None, now: datetime) -> bool:
    """Mail a person the unread notices given before a digest's moment, or without one the urgent ones; once each.

    What the person may not see any more is left out and counts as mailed, so that it is not asked for again.
    """
    settings = organization_settings()
    wants, membership = preferences_of(person_id), membership_of_person(person_id)
    if membership is None or not membership.user.is_active or _is_quiet(wants, now, ZoneInfo(settings.time_zone)):
        return False
    due = list(mailable(person_id, before=moment).select_for_update().order_by("created_at", "id"))
    organization = organization_by_id(require_organization_id())
    if not due or organization is None:
        return False
    with translation.override(membership.user.language):
        lines = _seen_lines(due, membership, settings, organization)
        sent = bool(lines) and send_once(_mark(due, moment), _letter(lines, membership, organization))
    if sent or not lines:
        Notice.objects.filter(pk__in=[notice.pk for notice in due]).update(mailed_at=now)
    return sent


def _ask(person_id: UUID, moment: str) -> None:
    ask(
        "notifications.mail_notices",
        organization_id=require_organization_id(),
        person_id=str(person_id),
        moment=moment,
    )


def _is_quiet(wants: NoticePreferences, now: datetime, zone: ZoneInfo) -> bool:
    return is_quiet(now, zone=zone, start=wants.quiet_from, end=wants.quiet_until)


def _seen_lines(
    due: Sequence[Notice], membership: Membership, settings: OrganizationSettings, organization: Organization
) -> list[NoticeLine]:
    actor = actor_of_user(membership.user_id, organization_id=organization.id, settings=settings)
    if actor is None:
        return []
    seen = notice_list(actor).filter(pk__in=[notice.pk for notice in due]).order_by("created_at", "id")
    return notice_lines(seen, slug=organization.slug)


def _mark(due: Sequence[Notice], moment: datetime | None) -> str:
    """A digest is known by its person and moment, an urgent mail by its newest notice."""
    if moment is None:
        return f"notices-urgent:{due[-1].pk}"
    return f"notices:{due[0].person_id}:{moment.isoformat()}"


def _letter(lines: Sequence[NoticeLine], membership: Membership, organization: Organization) -> Letter:
    user = membership.user
    values = {
        "organization": organization.name,
        "person": membership.person.display(user.language),
        "lines": [replace(line, url=site_link(line.url) if line.url else "") for line in lines[:MOST_LISTED]],
        "total": len(lines),
        "more": max(len(lines) - MOST_LISTED, 0),
        "inbox": site_link(reverse("inbox", kwargs={"slug": organization.slug})),
        "preferences": site_link(reverse("notice-preferences", kwargs={"slug": organization.slug})),
    }
    return Letter(user.email, user.language, "mails/notices.txt", values)

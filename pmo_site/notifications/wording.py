"""Notices in the reader's words: sentence, names, days and the address of what they are about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from pmo_site.accounts.selectors import names_of_people
from pmo_site.notifications.models import Notice
from pmo_site.notifications.registry import NoticeKind, notice_kind, subject_kind
from pmo_site.notifications.selectors import subjects_of

DAY_SUFFIX, PERSON_SUFFIX = "_on", "_person"


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A notice as a page, an answer or a mail shows it; `url` is empty where its address is no more."""

    id: UUID
    kind: str
    label: str
    icon: str
    subject: str
    text: str
    url: str
    created_at: datetime
    read_at: datetime | None
    is_urgent: bool


def notice_lines(notices: Iterable[Notice], *, slug: str) -> list[NoticeLine]:
    """Notices in the active language, in their order; a record that is gone takes its notices along."""
    listed = list(notices)
    labels = subjects_of(listed)
    names = names_of_people(_people_in(listed))
    return [
        _line(notice, labels[notice.subject_kind, notice.subject_id], names, slug)
        for notice in listed
        if (notice.subject_kind, notice.subject_id) in labels
    ]


def sentence(kind: NoticeKind, facts: Mapping[str, str], *, subject: str, names: Mapping[str, str]) -> str:
    """The kind's sentence with its placeholders filled; KeyError where a fact is missing."""
    shown = {name: _fact(kind, name, value, names) for name, value in facts.items()}
    return str(kind.sentence) % {**shown, "subject": subject}


def _line(notice: Notice, subject: str, names: Mapping[str, str], slug: str) -> NoticeLine:
    kind = notice_kind(notice.kind)
    return NoticeLine(
        id=notice.pk,
        kind=kind.key,
        label=str(kind.label),
        icon=kind.icon,
        subject=subject,
        text=sentence(kind, notice.facts, subject=subject, names=names),
        url=_url(notice, slug),
        created_at=notice.created_at,
        read_at=notice.read_at,
        is_urgent=kind.is_urgent,
    )


def _people_in(notices: Iterable[Notice]) -> set[str]:
    return {
        value for notice in notices for name, value in notice.facts.items() if name.endswith(PERSON_SUFFIX) and value
    }


def _fact(kind: NoticeKind, name: str, value: str, names: Mapping[str, str]) -> str:
    if name in kind.words:
        return str(kind.words[name].get(value, value))
    if name.endswith(PERSON_SUFFIX):
        return names.get(value, _("Somebody"))
    if name.endswith(DAY_SUFFIX) and value:
        return date_format(date.fromisoformat(value), _("D j M Y"))
    return value


def _url(notice: Notice, slug: str) -> str:
    subject = subject_kind(notice.subject_kind)
    route, parts = notice.route, notice.route_parts
    if not route and subject.route:
        route, parts = subject.route, {subject.argument: notice.subject_id}
    try:
        return reverse(route, kwargs={"slug": slug, **parts}) if route else ""
    except NoReverseMatch:
        return ""

"""Loads what people of the demo's company say about records and hang on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from pmo_site.accounts.models import Person
from pmo_site.accounts.policy import system_actor
from pmo_site.accounts.rights import Right
from pmo_site.kernel import clock
from pmo_site.pages.demo.talk import COMMENTS, FILES, Hung
from pmo_site.pages.services.demo_diary import diary_store, past
from pmo_site.tenancy.context import require_organization_id
from pmo_site.tenancy.threaded import Threaded
from pmo_site.threads.models import Comment
from pmo_site.threads.services.attachments import attachment_add, link_add
from pmo_site.threads.services.threads import thread_open
from projects.models import Milestone
from support_office.models import Issue, Risk


def demo_talk_load(*, people: Mapping[str, Person]) -> None:
    """Store the comments as of their days, and the files and links as of today."""
    now = clock.now()
    said = [
        (
            Comment(thread_id=thread_open(_record(each.kind, each.title)), author=people[each.by], text=each.text),
            now - timedelta(days=each.days_ago),
        )
        for each in COMMENTS
    ]
    with past():
        diary_store(said)
    for hung in FILES:
        _hang(people, hung)


def _record(kind: str, title: str) -> Threaded:
    if kind == "milestone":
        return Milestone.objects.get(name=title)
    return Issue.objects.get(title=title) if kind == "issue" else Risk.objects.get(title=title)


def _hang(people: Mapping[str, Person], hung: Hung) -> None:
    """A link, or a file where there is no address, in the name of whoever brought it."""
    record, today = _record(hung.kind, hung.title), clock.now().date()
    demo = system_actor(require_organization_id(), "demo", frozenset({Right.COMMENT_WRITE}), today=today)
    actor = replace(demo, person_id=people[hung.by].pk)
    if hung.url:
        link_add(actor=actor, record=record, url=hung.url, label=hung.label)
    else:
        attachment_add(actor=actor, record=record, name=hung.label, content=hung.content.encode())

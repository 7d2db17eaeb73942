"""Reports and logs belong to their project: rights on them are rights on it."""

from __future__ import annotations

from django.urls import reverse

from pmo_site.accounts.numbering import register_numbered
from pmo_site.accounts.policy import register_scope
from pmo_site.accounts.rights import Right
from pmo_site.threads.registry import register_threaded
from projects.rights import OWNED_BY_PROJECT, owned_people
from support_office.models import Action, Issue, ReportSchedule, Risk, StatusReport
from support_office.models.log import LogEntry
from support_office.services.entries import LETTERS


def register() -> None:
    """Declare the scopes of this app's kinds; called once when the site starts."""
    for kind in (StatusReport, ReportSchedule):
        register_scope(kind, OWNED_BY_PROJECT)
    rights = {"view_right": Right.PROJECT_VIEW, "comment_right": Right.COMMENT_WRITE}
    for entry in (Risk, Issue, Action):
        register_threaded(entry, page=_page, people=owned_people, **rights)
        name = str(entry._meta.model_name)
        register_numbered(name, entry._meta.verbose_name_plural, prefix=f"{LETTERS[name]}-")


def _page(slug: str, entry: LogEntry) -> str:
    name = str(entry._meta.model_name)
    return reverse(f"{name}s:detail", kwargs={"slug": slug, f"{name}_id": entry.pk}) + "#thread"

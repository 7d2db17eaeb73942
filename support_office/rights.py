"""Reports belong to their project: rights on them are rights on it. Entries of logs are numbered."""

from __future__ import annotations

from pmo_site.accounts.numbering import register_numbered
from pmo_site.accounts.policy import register_scope
from projects.rights import OWNED_BY_PROJECT
from support_office.models import Action, Issue, ReportSchedule, Risk, StatusReport
from support_office.services.entries import LETTERS


def register() -> None:
    """Declare the scopes of this app's kinds; called once when the site starts."""
    for kind in (StatusReport, ReportSchedule):
        register_scope(kind, OWNED_BY_PROJECT)
    for entry in (Risk, Issue, Action):
        register_numbered(entry, prefix=f"{LETTERS[str(entry._meta.model_name)]}-")

"""Reports belong to their project: rights on them are rights on it."""

from __future__ import annotations

from pmo_site.accounts.policy import register_scope
from projects.rights import OWNED_BY_PROJECT
from support_office.models import ReportSchedule, StatusReport


def register() -> None:
    """Declare the scopes of this app's kinds; called once when the site starts."""
    for kind in (StatusReport, ReportSchedule):
        register_scope(kind, OWNED_BY_PROJECT)

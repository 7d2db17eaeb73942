"""Where rows of the logs are shown, for the reasons of lights; each kind stands for a project's log by its id."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pmo_site.kernel.evidence import Dimension, Key
from pmo_site.resources.addresses import Builder, offer_address

RISKS, ISSUES = "support_office.risks", "support_office.issues"
OVERDUE_RISKS, EXTREME_RISKS = "support_office.risks_overdue", "support_office.risks_extreme"
OVERDUE_ISSUES, URGENT_ISSUES = "support_office.issues_overdue", "support_office.issues_urgent"
DECISIONS = "support_office.issues_deciding"
_LISTS = {
    RISKS: (_("Live risks of the project"), "risks:owned", "?live=on"),
    OVERDUE_RISKS: (_("Overdue responses of the project"), "risks:owned", "?overdue=on"),
    EXTREME_RISKS: (_("Extreme risks of the project"), "risks:owned", "?live=on&zone=extreme"),
    ISSUES: (_("Open issues of the project"), "issues:owned", "?live=on"),
    OVERDUE_ISSUES: (_("Overdue issues of the project"), "issues:owned", "?overdue=on"),
    URGENT_ISSUES: (_("Urgent issues of the project"), "issues:owned", "?live=on&priority=urgent"),
    DECISIONS: (_("Issues that wait for a decision"), "issues:owned", "?live=on&needs_decision=yes"),
}


def offer() -> None:
    """Offer the addresses of this app's rows; called once when the site starts."""
    for kind, (label, route, query) in _LISTS.items():
        offer_address(kind, label, _address(route, query), api=_address(f"api-{route}", query))


def _address(route: str, query: str) -> Builder:
    def build(slug: str, key: Key, _dimension: Dimension) -> str:
        return reverse(route, kwargs={"slug": slug, "project_id": key}) + query

    return build

"""Lists that are asked for most, as tabs with their numbers: above the logs, working without a script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.policy import may
from pmo_site.accounts.rights import Right
from pmo_site.resources.listing import SHAPE, Listing
from pmo_site.resources.selectors import is_archived, record_rows
from pmo_site.ui.parts import Tab
from support_office.selectors.logs import action_counts, issue_counts
from support_office.views.log_parts import slug_of


@dataclass(frozen=True, slots=True)
class Quick:
    """A list that is asked for often: its words, its filters, how many rows it has."""

    label: Any
    query: Mapping[str, str]
    count: int | None = None


def quick_tabs(query: Mapping[str, str], lists: Sequence[Quick]) -> list[Tab]:
    """Tabs of lists, the one that is shown marked; a list of nothing is left out unless it is shown."""
    asked = {name: value for name, value in query.items() if name not in SHAPE and value}
    return [
        Tab(each.label, f"?{urlencode(each.query)}", current=asked == each.query, count=each.count)
        for each in lists
        if each.count != 0 or asked == each.query
    ]


def issue_panel(request: ActorRequest, shown: Listing) -> Mapping[str, Any]:
    """The lists of issues that are asked for most."""
    counts = issue_counts(shown.actor, record_rows(shown.actor, shown.resource, shown.owner))
    lists = [
        Quick(_("All"), {}),
        Quick(_("Still open"), {"live": "on"}, counts["live"]),
        Quick(_("Overdue"), {"overdue": "on"}, counts["overdue"]),
        Quick(_("Urgent"), {"live": "on", "priority": "urgent"}, counts["urgent"]),
        Quick(_("Waits for a decision"), {"live": "on", "needs_decision": "yes"}, counts["deciding"]),
        Quick(_("Waits for triage"), {"state": "raised"}, counts["raised"]),
    ]
    return {"tabs": quick_tabs(shown.query, lists), "raise_url": raise_url(request, shown)}


def action_panel(request: ActorRequest, shown: Listing) -> Mapping[str, Any]:  # noqa: ARG001  a registry's signature
    """The lists of actions that are asked for most."""
    counts = action_counts(shown.actor, record_rows(shown.actor, shown.resource, shown.owner))
    lists = [
        Quick(_("All"), {}),
        Quick(_("Still open"), {"live": "on"}, counts["live"]),
        Quick(_("Overdue"), {"overdue": "on"}, counts["overdue"]),
        Quick(_("Mine"), {"live": "on", "own": "on"}, counts["own"]),
    ]
    return {"tabs": quick_tabs(shown.query, lists)}


def raise_url(request: ActorRequest, shown: Listing) -> str:
    """Where the reader raises something on the project whose log this is."""
    if shown.owner is None or is_archived(shown.owner) or not may(shown.actor, Right.RISK_RAISE, shown.owner):
        return ""
    slug = slug_of(request)
    return reverse("support_office:risks:raise", kwargs={"slug": slug, "project_id": shown.owner.pk})

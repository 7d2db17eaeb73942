"""Labels of the logs' terms, derived from the pure enumerations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from support_office.domain.logs import ActionState, IssueState, Priority, RiskState, Strategy, Trend
from support_office.domain.proximity import Proximity
from support_office.domain.risk.matrix import Kind

KIND_LABELS: Mapping[Kind, Promise] = {Kind.THREAT: _("Threat"), Kind.OPPORTUNITY: _("Opportunity")}

RISK_STATE_LABELS: Mapping[RiskState, Promise] = {
    RiskState.RAISED: pgettext_lazy("log", "Waits for triage"),
    RiskState.OPEN: pgettext_lazy("log", "Watching"),
    RiskState.RESPONDING: pgettext_lazy("log", "Responding"),
    RiskState.OCCURRED: pgettext_lazy("log", "Occurred"),
    RiskState.CLOSED: pgettext_lazy("log", "Closed"),
    RiskState.RETURNED: pgettext_lazy("log", "Returned"),
    RiskState.MERGED: pgettext_lazy("log", "Merged"),
}
ISSUE_STATE_LABELS: Mapping[IssueState, Promise] = {
    IssueState.RAISED: pgettext_lazy("log", "Waits for triage"),
    IssueState.OPEN: pgettext_lazy("log", "Open"),
    IssueState.ACTING: pgettext_lazy("log", "Acting"),
    IssueState.RESOLVED: pgettext_lazy("log", "Resolved, to confirm"),
    IssueState.CLOSED: pgettext_lazy("log", "Closed"),
    IssueState.RETURNED: pgettext_lazy("log", "Returned"),
    IssueState.MERGED: pgettext_lazy("log", "Merged"),
}
ACTION_STATE_LABELS: Mapping[ActionState, Promise] = {
    ActionState.OPEN: pgettext_lazy("action", "To do"),
    ActionState.DOING: pgettext_lazy("action", "Doing"),
    ActionState.DONE: pgettext_lazy("action", "Done"),
    ActionState.DROPPED: pgettext_lazy("action", "Dropped"),
}
STRATEGY_LABELS: Mapping[Strategy, Promise] = {
    Strategy.AVOID: pgettext_lazy("risk strategy", "Avoid"),
    Strategy.TRANSFER: pgettext_lazy("risk strategy", "Transfer"),
    Strategy.MITIGATE: pgettext_lazy("risk strategy", "Mitigate"),
    Strategy.EXPLOIT: pgettext_lazy("risk strategy", "Exploit"),
    Strategy.SHARE: pgettext_lazy("risk strategy", "Share"),
    Strategy.ENHANCE: pgettext_lazy("risk strategy", "Enhance"),
    Strategy.ACCEPT: pgettext_lazy("risk strategy", "Accept"),
    Strategy.ESCALATE: pgettext_lazy("risk strategy", "Escalate"),
}
PRIORITY_LABELS: Mapping[Priority, Promise] = {
    Priority.URGENT: pgettext_lazy("priority", "Urgent"),
    Priority.HIGH: pgettext_lazy("priority", "High"),
    Priority.MEDIUM: pgettext_lazy("priority", "Medium"),
    Priority.LOW: pgettext_lazy("priority", "Low"),
}
TREND_LABELS: Mapping[Trend, Promise] = {
    Trend.WORSE: pgettext_lazy("trend", "↗ Worse"),
    Trend.SAME: pgettext_lazy("trend", "→ Same"),
    Trend.BETTER: pgettext_lazy("trend", "↘ Better"),
}
ZONE_LABELS: Mapping[str, Promise] = {
    "low": pgettext_lazy("risk zone", "Low"),
    "moderate": pgettext_lazy("risk zone", "Moderate"),
    "high": pgettext_lazy("risk zone", "High"),
    "extreme": pgettext_lazy("risk zone", "Extreme"),
}

PROXIMITY_LABELS: Mapping[Proximity, Promise] = {
    Proximity.NOW: pgettext_lazy("proximity", "Now"),
    Proximity.SOON: pgettext_lazy("proximity", "Within 30 days"),
    Proximity.LATER: pgettext_lazy("proximity", "Later"),
    Proximity.PAST: pgettext_lazy("proximity", "Passed"),
}


class Category(models.TextChoices):
    """What an issue is about."""

    TECHNICAL = "technical", _("Technology")
    SCHEDULE = "schedule", _("Schedule")
    COST = "cost", _("Cost")
    SCOPE = "scope", _("Scope")
    QUALITY = "quality", _("Quality")
    PEOPLE = "people", _("People")
    VENDOR = "vendor", _("Vendors")
    OTHER = "other", _("Other")


class Source(models.TextChoices):
    """Where an action comes from."""

    RISK = "risk", _("Risk")
    ISSUE = "issue", _("Issue")
    MEETING = "meeting", _("Meeting")
    REPORT = "report", _("Status report")
    OTHER = "other", _("Other")


def choices(labels: Mapping[Any, Promise]) -> list[tuple[str, Promise]]:
    """Values with their words, as models take them."""
    return [(str(value), label) for value, label in labels.items()]


KIND_CHOICES = choices(KIND_LABELS)
RISK_STATE_CHOICES = choices(RISK_STATE_LABELS)
ISSUE_STATE_CHOICES = choices(ISSUE_STATE_LABELS)
ACTION_STATE_CHOICES = choices(ACTION_STATE_LABELS)

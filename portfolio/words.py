"""The words of health: dimensions, what each code measures, and limits as sentences."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from pmo_site.kernel.evidence import Dimension, Limit
from pmo_site.kernel.evidence_codes import EvidenceCode as Code
from pmo_site.ui.formats import percent_text
from pmo_site.ui.parts import Tab

DIMENSION_LABELS: Mapping[Dimension, str | Promise] = {
    Dimension.SCHEDULE: lazy("Schedule"),
    Dimension.COST: lazy("Cost"),
    Dimension.SCOPE: lazy("Scope"),
    Dimension.QUALITY: lazy("Quality"),
    Dimension.RISK: lazy("Risk"),
    Dimension.ISSUES: lazy("Issues"),
    Dimension.PEOPLE: lazy("People"),
    Dimension.STAKEHOLDERS: lazy("Stakeholders"),
    Dimension.REPORTING: lazy("Reporting"),
    Dimension.BENEFITS: lazy("Benefits"),
}

CODES: Mapping[Dimension, Mapping[str, str | Promise]] = {
    Dimension.SCHEDULE: {
        Code.SPI: lazy("Schedule performance index (SPI)"),
        Code.SPI_T: lazy("Schedule performance index by time (SPI(t))"),
        Code.FINISH_SLIP: lazy("Finish against the promise"),
        Code.FINISH_OVERDUE: lazy("Own finish date"),
        Code.MILESTONES_MISSED: lazy("Milestones missed"),
        Code.MILESTONES_FORECAST_LATE: lazy("Milestones forecast late"),
        Code.NO_PROGRESS: lazy("Days without recorded progress"),
        Code.FLOAT_USED: lazy("Float used up"),
    },
    Dimension.COST: {
        Code.CPI: lazy("Cost performance index (CPI)"),
        Code.EAC_OVER_BUDGET: lazy("Forecast at completion over the budget"),
        Code.BUDGET_GROWTH: lazy("Growth of the budget"),
        Code.SPEND_WITHOUT_PROGRESS: lazy("Spent without progress"),
        Code.COMMITMENTS_OVER_BUDGET: lazy("Commitments over the budget"),
    },
    Dimension.SCOPE: {
        Code.CHANGE_GROWTH: lazy("Growth by changes"),
        Code.REQUIREMENTS_UNCOVERED: lazy("Requirements without a deliverable"),
    },
    Dimension.QUALITY: {
        Code.DELIVERABLES_OVERDUE: lazy("Deliverables rejected or overdue"),
        Code.SEVERE_DEFECTS_OPEN: lazy("Open severe defects"),
        Code.REVIEWS_MISSED: lazy("Reviews not held"),
    },
    Dimension.RISK: {
        Code.RISK_EXPOSURE: lazy("Exposure against the contingency"),
        Code.EXTREME_RISKS_UNANSWERED: lazy("Extreme risks without response or owner"),
        Code.RESPONSES_OVERDUE: lazy("Responses overdue"),
    },
    Dimension.ISSUES: {
        Code.ISSUES_OVERDUE: lazy("Issues overdue"),
        Code.URGENT_ISSUES_OLD: lazy("Urgent issues open for long"),
        Code.DECISION_WAITING: lazy("Waiting for a decision"),
    },
    Dimension.PEOPLE: {
        Code.NO_PROJECT_MANAGER: lazy("Accountable project manager"),
        Code.ROLES_UNFILLED: lazy("Roles unfilled"),
        Code.PEOPLE_OVERALLOCATED: lazy("Key people over-allocated"),
        Code.EFFORT_OVERSPENT: lazy("Effort over the plan"),
    },
    Dimension.STAKEHOLDERS: {
        Code.COMMUNICATION_OVERDUE: lazy("Communication overdue"),
        Code.EXPECTATIONS_UNMET: lazy("Expectations unmet"),
        Code.SATISFACTION: lazy("Satisfaction of stakeholders"),
    },
    Dimension.REPORTING: {
        Code.REPORT_AGE: lazy("Age of the last report against its cadence"),
        Code.PLAN_COMPLETENESS: lazy("Completeness of the plan"),
    },
    Dimension.BENEFITS: {
        Code.BENEFIT_OWNER_MISSING: lazy("Benefits without owner or measure"),
        Code.BENEFIT_SHORTFALL: lazy("Shortfall of benefits"),
    },
}
"""What each code measures, by the dimension that it belongs to."""

TITLES: Mapping[str, str | Promise] = {
    Code.FINISHED: lazy("The work is finished"),
    **{code: title for codes in CODES.values() for code, title in codes.items()},
}

WAITING_KINDS: Mapping[str, str | Promise] = {"ask": lazy("Asks of the board"), "action": lazy("Overdue actions")}
"""What waits for somebody above the project, by kind."""


def kind_links(counts: Mapping[str, int], address: str, chosen: str = "") -> list[Tab]:
    """The lists of each kind that waits, with their numbers; `address` ends where a parameter can follow."""
    return [
        Tab(WAITING_KINDS.get(kind, kind), f"{address}kind={kind}", kind == chosen, count)
        for kind, count in counts.items()
    ]


def limit_text(limit: Limit | None) -> str:
    """The limits of a number in words; a value on a limit belongs to the better level."""
    if limit is None:
        return ""
    green = number_text(limit.number, limit.green)
    if limit.amber is None:
        return _("On track up to %(green)s, beyond it at risk") % {"green": green}
    if limit.amber == limit.green and not limit.higher_is_better:
        return _("On track up to %(green)s, beyond it off track") % {"green": green}
    words = (
        _("On track from %(green)s, at risk from %(amber)s")
        if limit.higher_is_better
        else _("On track up to %(green)s, at risk up to %(amber)s")
    )
    return words % {"green": green, "amber": number_text(limit.number, limit.amber)}


def number_text(name: str, value: Decimal) -> str:
    """A number of evidence as people read it: the end of its name says what it counts."""
    if name.endswith("_ratio"):
        return percent_text(value, places=0 if value * 100 == int(value * 100) else 1)
    if name.endswith("_days"):
        return _("%(days)s days") % {"days": f"{value.normalize():,f}"}
    return f"{value.normalize():,f}"

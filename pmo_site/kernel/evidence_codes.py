"""The codes under which apps offer evidence, so that measure, limit and translation speak of the same thing."""

from __future__ import annotations

from enum import StrEnum


class EvidenceCode(StrEnum):
    """What a piece of evidence measures; the judged number of each stands in the health policy."""

    FINISHED = "finished"

    SPI = "spi"
    SPI_T = "spi_t"
    FINISH_SLIP = "finish_slip"
    FINISH_OVERDUE = "finish_overdue"
    MILESTONES_MISSED = "milestones_missed"
    MILESTONES_FORECAST_LATE = "milestone_forecast_late"
    NO_PROGRESS = "no_progress"
    FLOAT_USED = "float_used"

    CPI = "cpi"
    EAC_OVER_BUDGET = "eac_over_budget"
    BUDGET_GROWTH = "budget_growth"
    SPEND_WITHOUT_PROGRESS = "spend_without_progress"
    COMMITMENTS_OVER_BUDGET = "commitments_over_budget"

    CHANGE_GROWTH = "change_growth"
    REQUIREMENTS_UNCOVERED = "requirements_uncovered"

    DELIVERABLES_OVERDUE = "deliverables_overdue"
    SEVERE_DEFECTS_OPEN = "severe_defects_open"
    REVIEWS_MISSED = "reviews_missed"

    RISK_EXPOSURE = "risk_exposure"
    EXTREME_RISKS_UNANSWERED = "extreme_risks_unanswered"
    RESPONSES_OVERDUE = "responses_overdue"

    ISSUES_OVERDUE = "issues_overdue"
    URGENT_ISSUES_OLD = "urgent_issues_old"
    DECISION_WAITING = "decision_waiting"

    ROLES_UNFILLED = "roles_unfilled"
    PEOPLE_OVERALLOCATED = "people_overallocated"
    EFFORT_OVERSPENT = "effort_overspent"
    NO_PROJECT_MANAGER = "no_project_manager"

    COMMUNICATION_OVERDUE = "communication_overdue"
    EXPECTATIONS_UNMET = "expectations_unmet"
    SATISFACTION = "satisfaction"

    REPORT_AGE = "report_age"
    PLAN_COMPLETENESS = "plan_completeness"

    BENEFIT_OWNER_MISSING = "benefit_owner_missing"
    BENEFIT_SHORTFALL = "benefit_shortfall"

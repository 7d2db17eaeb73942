"""Reasons in words: what was observed, the limit that it met, and where its rows stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from pmo_site.kernel.evidence import Reason
from pmo_site.kernel.evidence_codes import EvidenceCode as Code
from pmo_site.resources.addresses import RowAddress, row_address
from pmo_site.ui.formats import money_text, percent_text
from portfolio.selectors import OverviewRow, weightiest
from portfolio.words import TITLES, limit_text, number_text


@dataclass(frozen=True, slots=True)
class ReasonText:
    """One reason as a reader sees it."""

    reason: Reason
    title: str
    finding: str
    limit: str
    rows: tuple[RowAddress, ...]


def reason_text(reason: Reason, *, slug: str) -> ReasonText:
    """Put one reason into the reader's language; unknown numbers are said to be unknown."""
    speak = _FINDINGS.get(reason.code)
    return ReasonText(
        reason=reason,
        title=str(TITLES.get(reason.code, reason.code)),
        finding=speak(reason) if speak else _measured(reason),
        limit=limit_text(reason.limit),
        rows=_rows(reason, slug),
    )


def main_reason(row: OverviewRow) -> str:
    """The reason that weighs most for a light, as one sentence with its title."""
    reason = weightiest(row.snapshot, sees_money=row.sees_money)
    return _("No evidence yet.") if reason is None else reason_sentence(reason)


def reason_sentence(reason: Reason) -> str:
    """A reason as one sentence with its title."""
    speak = _FINDINGS.get(reason.code)
    finding = speak(reason) if speak else _measured(reason)
    return _("%(title)s: %(finding)s") % {"title": TITLES.get(reason.code, reason.code), "finding": finding}


def _rows(reason: Reason, slug: str) -> tuple[RowAddress, ...]:
    """The pages on which the rows behind a reason can be seen and mended."""
    found = (row_address(row, slug=slug, dimension=reason.dimension) for row in reason.rows)
    return tuple(address for address in found if address)


def _finish_slip(reason: Reason) -> str:
    days, ratio = reason.numbers.get("slip_days"), reason.numbers.get("slip_ratio")
    if days is None or ratio is None:
        return _("The first or the latest finish is not known.")
    if days <= 0:
        return _("The finish stands as promised.") if days == 0 else _days_words(days, earlier=True)
    planned = reason.numbers.get("planned_days") or Decimal(0)
    working = reason.numbers.get("slip_working_days")
    if working is not None:
        return _(
            "The finish moved by %(days)s days (%(working)s working days): %(share)s of %(planned)s planned days."
        ) % {
            "days": f"{days:,}",
            "working": f"{working:,}",
            "share": percent_text(ratio, places=1),
            "planned": f"{planned:,}",
        }
    return _("The finish moved by %(days)s days: %(share)s of %(planned)s planned days.") % {
        "days": f"{days:,}",
        "share": percent_text(ratio, places=1),
        "planned": f"{planned:,}",
    }


def _days_words(days: Decimal, *, earlier: bool) -> str:
    count = int(abs(days))
    if earlier:
        return ngettext(
            "The finish moved forward by %(days)s day.", "The finish moved forward by %(days)s days.", count
        ) % {"days": f"{count:,}"}
    return ngettext(
        "The finish passed %(days)s day ago and the work is not finished.",
        "The finish passed %(days)s days ago and the work is not finished.",
        count,
    ) % {"days": f"{count:,}"}


def _finish_overdue(reason: Reason) -> str:
    days = reason.numbers.get("overdue_days")
    if days is None:
        return _("No finish is known.")
    return _days_words(days, earlier=False) if days > 0 else _("The finish lies ahead.")


def _budget_growth(reason: Reason) -> str:
    ratio = reason.numbers.get("growth_ratio")
    if ratio is None:
        return _("The original or the latest budget is not known.")
    if ratio == 0:
        return _("The budget stands as first approved.")
    share = percent_text(ratio, places=1, signed=True)
    original, latest = (reason.numbers.get(f"{name}_budget_amount") for name in ("original", "latest"))
    if original is None or latest is None or reason.currency is None:
        return _("The budget changed by %(share)s.") % {"share": share}
    return _("The budget changed by %(share)s: from %(original)s to %(latest)s.") % {
        "share": share,
        "original": _money(original, reason.currency),
        "latest": _money(latest, reason.currency),
    }


def _money(amount: Decimal, currency: str) -> str:
    return money_text(amount, currency, get_language() or "ja").shown


def _index(reason: Reason) -> str:
    value = reason.numbers.get(reason.code)
    if value is None:
        return _("Earned value or actual cost is not known.")
    return _("The index is %(value)s.") % {"value": _rounded(value)}


def _measured(reason: Reason) -> str:
    """What was judged as a bare number: the words of a code that has no sentence of its own."""
    value = reason.numbers.get(reason.limit.number) if reason.limit else None
    if reason.limit is None or value is None:
        return _("The number is not known.")
    return _("Measured: %(value)s.") % {"value": number_text(reason.limit.number, value)}


def _manager_missing(reason: Reason) -> str:
    missing = reason.numbers.get("missing_count")
    return _("Nobody is accountable today.") if missing else _("Somebody is accountable today.")


def _roles_unfilled(reason: Reason) -> str:
    unfilled, required = (reason.numbers.get(name) for name in ("unfilled_count", "required_count"))
    return _("%(unfilled)s of %(required)s roles that the governance tier asks for are unfilled.") % {
        "unfilled": unfilled or 0,
        "required": required or 0,
    }


def _share_of(part: str, whole: str) -> Callable[[Reason], str]:
    def speak(reason: Reason) -> str:
        some, every = reason.numbers.get(part), reason.numbers.get(whole)
        return _("%(part)s of %(whole)s milestones.") % {"part": some or 0, "whole": every or 0}

    return speak


def _report_age(reason: Reason) -> str:
    age, cadence = reason.numbers.get("age_days"), reason.numbers.get("cadence_days")
    if age is None or cadence is None:
        return _("It is not known when the project last reported.")
    days = {"age": f"{age:,}", "cadence": f"{cadence:,}"}
    if reason.basis == "never":
        return (
            _("None was accepted in the %(age)s days since reporting began; one is due every %(cadence)s days.") % days
        )
    return _("Accepted %(age)s days ago; a report is due every %(cadence)s days.") % days


def _exposure(reason: Reason) -> str:
    ratio = reason.numbers.get("exposure_ratio")
    if ratio is None:
        return _("Expected losses or the budget are not known.")
    share = percent_text(ratio)
    exposure, held = (reason.numbers.get(f"{name}_amount") for name in ("exposure", "contingency"))
    if exposure is None or held is None or reason.currency is None:
        return _("Expected losses are %(share)s of the contingency.") % {"share": share}
    return _("Expected losses are %(exposure)s, %(share)s of the contingency of %(held)s.") % {
        "exposure": _money(exposure, reason.currency),
        "share": share,
        "held": _money(held, reason.currency),
    }


def _unanswered(reason: Reason) -> str:
    count = int(reason.numbers.get("risk_count") or 0)
    return ngettext("%(count)s extreme risk.", "%(count)s extreme risks.", count) % {"count": count}


def _overdue_of(reason: Reason) -> str:
    overdue, every = reason.numbers.get("overdue_count"), reason.numbers.get("open_count")
    return _("%(overdue)s of %(every)s are overdue.") % {"overdue": overdue or 0, "every": every or 0}


def _old(reason: Reason) -> str:
    count = int(reason.numbers.get("issue_count") or 0)
    words = ngettext(
        "%(count)s urgent issue is open for more than %(days)s working days.",
        "%(count)s urgent issues are open for more than %(days)s working days.",
        count,
    )
    return words % {"count": count, "days": reason.numbers.get("limit_days") or 0}


def _deciding(reason: Reason) -> str:
    count = int(reason.numbers.get("issue_count") or 0)
    words = ngettext(
        "%(count)s issue waits for a decision, for %(days)s working days.",
        "%(count)s issues wait for a decision, the longest for %(days)s working days.",
        count,
    )
    return words % {"count": count, "days": reason.numbers.get("waiting_days") or 0}


_FINDINGS: Mapping[str, Callable[[Reason], str]] = {
    Code.FINISHED: lambda _reason: _("Finished work is blue whatever its figures were."),
    Code.FINISH_SLIP: _finish_slip,
    Code.FINISH_OVERDUE: _finish_overdue,
    Code.BUDGET_GROWTH: _budget_growth,
    Code.CPI: _index,
    Code.REPORT_AGE: _report_age,
    Code.NO_PROJECT_MANAGER: _manager_missing,
    Code.ROLES_UNFILLED: _roles_unfilled,
    Code.RISK_EXPOSURE: _exposure,
    Code.EXTREME_RISKS_UNANSWERED: _unanswered,
    Code.RESPONSES_OVERDUE: _overdue_of,
    Code.ISSUES_OVERDUE: _overdue_of,
    Code.URGENT_ISSUES_OLD: _old,
    Code.DECISION_WAITING: _deciding,
    Code.MILESTONES_MISSED: _share_of("missed_count", "due_count"),
    Code.MILESTONES_FORECAST_LATE: _share_of("late_count", "open_count"),
}


def _rounded(value: Decimal) -> str:
    return f"{value.quantize(Decimal('0.01'), rounding=ROUND_HALF_UP)}"

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pmo_site.kernel.money import Money
from projects.domain import measures
from projects.domain.measures import FinishDates, Source

SOURCE = Source(date(2026, 4, 1))


def dollars(amount: int) -> Money:
    return Money(Decimal(amount), "CAD")


def test_a_slip_is_measured_against_the_planned_duration_where_the_start_is_known() -> None:
    dates = FinishDates(date(2026, 4, 9), date(2026, 4, 14), baseline_start=date(2025, 12, 31))
    found = measures.finish_slip(SOURCE, dates, working_days=lambda _from, _to: 3)
    assert found.basis == "baseline"
    assert dict(found.numbers) == {
        "slip_ratio": Decimal("0.05"),
        "slip_days": Decimal(5),
        "slip_working_days": Decimal(3),
        "planned_days": Decimal(100),
    }


def test_without_a_start_the_time_from_the_first_report_counts_but_at_least_a_year() -> None:
    long = FinishDates(date(2026, 3, 31), date(2027, 3, 31), first_reported_on=date(2022, 4, 1))
    found = measures.finish_slip(SOURCE, long)
    assert (found.basis, found.numbers["planned_days"]) == ("first_report", Decimal(1460))
    assert found.numbers["slip_ratio"] == Decimal("0.25")
    short = FinishDates(date(2022, 7, 31), date(2022, 8, 31), first_reported_on=date(2022, 4, 25))
    assert measures.finish_slip(SOURCE, short).numbers["planned_days"] == Decimal(365)


def test_without_any_beginning_a_year_counts() -> None:
    found = measures.finish_slip(SOURCE, FinishDates(date(2022, 3, 31), date(2023, 3, 31)))
    assert (found.basis, found.numbers["slip_ratio"]) == ("notional_year", Decimal(1))


def test_a_start_after_the_finish_is_no_plan() -> None:
    dates = FinishDates(date(2022, 3, 31), date(2022, 3, 31), baseline_start=date(2023, 1, 1))
    assert measures.finish_slip(SOURCE, dates).basis == "notional_year"


def test_a_slip_without_both_finishes_is_undefined() -> None:
    for dates in (FinishDates(None, date(2022, 3, 31)), FinishDates(date(2022, 3, 31), None)):
        found = measures.finish_slip(SOURCE, dates, working_days=lambda _from, _to: 1)
        assert found.numbers["slip_ratio"] is None
        assert found.numbers["slip_working_days"] is None


def test_an_earlier_finish_slips_by_less_than_nothing() -> None:
    found = measures.finish_slip(SOURCE, FinishDates(date(2022, 3, 31), date(2022, 3, 1)))
    assert found.numbers["slip_days"] == Decimal(-30)


def test_work_is_overdue_from_the_day_after_its_latest_finish() -> None:
    as_of = date(2022, 4, 25)
    assert measures.finish_overdue(SOURCE, as_of, as_of).numbers["overdue_days"] == 0
    assert measures.finish_overdue(SOURCE, date(2022, 4, 24), as_of).numbers["overdue_days"] == 1
    assert measures.finish_overdue(SOURCE, date(2030, 1, 1), as_of).numbers["overdue_days"] == 0
    assert measures.finish_overdue(SOURCE, None, as_of).numbers["overdue_days"] is None


def test_budget_growth_keeps_both_budgets_beside_the_ratio() -> None:
    found = measures.budget_growth(SOURCE, dollars(100), dollars(105))
    assert dict(found.numbers) == {
        "growth_ratio": Decimal("0.05"),
        "original_budget_amount": Decimal(100),
        "latest_budget_amount": Decimal(105),
    }
    assert found.currency == "CAD"


def test_growth_of_an_unknown_or_empty_budget_is_undefined() -> None:
    assert measures.budget_growth(SOURCE, None, dollars(1)).numbers["growth_ratio"] is None
    assert measures.budget_growth(SOURCE, dollars(1), None).numbers["growth_ratio"] is None
    assert measures.budget_growth(SOURCE, dollars(0), dollars(1)).numbers["growth_ratio"] is None


def test_indices_divide_and_are_undefined_over_zero() -> None:
    assert measures.cost_index(SOURCE, dollars(90), dollars(100)).numbers["cpi"] == Decimal("0.9")
    assert measures.cost_index(SOURCE, dollars(0), dollars(0)).numbers["cpi"] is None
    assert measures.schedule_index(SOURCE, dollars(90), None).numbers["spi"] is None
    assert measures.schedule_index(SOURCE, dollars(90), dollars(120)).numbers["spi"] == Decimal("0.75")
    assert measures.time_index(SOURCE, Decimal(5), Decimal(6)).numbers["spi_t"] == Decimal(5) / 6
    assert measures.time_index(SOURCE, Decimal(0), Decimal(0)).numbers["spi_t"] is None


def test_the_expected_overrun_compares_the_forecast_with_the_approved_budget() -> None:
    assert measures.eac_over_budget(SOURCE, dollars(200), dollars(230)).numbers["overrun_ratio"] == Decimal("0.15")


def test_milestones_count_only_what_is_due() -> None:
    assert measures.milestones_missed(SOURCE, 1, 20).numbers["missed_ratio"] == Decimal("0.05")
    assert measures.milestones_missed(SOURCE, 0, 0).numbers["missed_ratio"] is None
    assert measures.milestones_forecast_late(SOURCE, 2, 8).numbers["late_ratio"] == Decimal("0.25")


def test_a_finish_is_evidence_without_numbers() -> None:
    assert measures.finished(SOURCE).code == "finished"
    assert measures.finished(SOURCE).observed_on == date(2026, 4, 1)

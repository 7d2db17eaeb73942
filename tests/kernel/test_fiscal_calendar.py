from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_site.kernel.calendar import (
    CalendarError,
    LabelStyle,
    fiscal_half,
    fiscal_quarter,
    fiscal_year,
    fiscal_year_label,
    fiscal_year_range,
    half_label,
    half_range,
    parse_fiscal_year,
    quarter_label,
    quarter_range,
)

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31))
MONTHS = st.integers(1, 12)


@pytest.mark.parametrize(
    ("day", "start_month", "year"),
    [
        (date(2026, 4, 1), 4, 2026),
        (date(2026, 3, 31), 4, 2025),
        (date(2026, 12, 31), 1, 2026),
        (date(2026, 9, 30), 10, 2025),
        (date(2026, 10, 1), 10, 2026),
    ],
)
def test_a_fiscal_year_is_named_by_the_year_in_which_it_starts(day: date, start_month: int, year: int) -> None:
    assert fiscal_year(day, start_month) == year


def test_the_fiscal_year_2025_runs_from_april_to_march() -> None:
    # Convention of Japanese public finance (財政法 article 11).
    assert fiscal_year_range(2025) == (date(2025, 4, 1), date(2026, 3, 31))
    assert half_range(2025, 2) == (date(2025, 10, 1), date(2026, 3, 31))
    assert quarter_range(2025, 1) == (date(2025, 4, 1), date(2025, 6, 30))
    assert quarter_range(2025, 4, 10) == (date(2026, 7, 1), date(2026, 9, 30))


def test_halves_and_quarters_follow_the_start_month() -> None:
    assert (fiscal_half(date(2026, 9, 30)), fiscal_half(date(2026, 10, 1))) == (1, 2)
    assert [fiscal_quarter(date(2026, month, 1)) for month in (4, 7, 10, 1)] == [1, 2, 3, 4]
    assert fiscal_quarter(date(2026, 4, 1), 1) == 2


@given(DAYS, MONTHS)
def test_every_day_lies_in_its_year_half_and_quarter(day: date, start_month: int) -> None:
    year = fiscal_year(day, start_month)
    half, quarter = fiscal_half(day, start_month), fiscal_quarter(day, start_month)
    for first, last in (
        fiscal_year_range(year, start_month),
        half_range(year, half, start_month),
        quarter_range(year, quarter, start_month),
    ):
        assert first <= day <= last
    assert (quarter + 1) // 2 == half


@given(st.integers(1900, 2198), MONTHS)
def test_fiscal_years_follow_each_other_without_a_gap(year: int, start_month: int) -> None:
    assert fiscal_year_range(year, start_month)[1] + timedelta(days=1) == fiscal_year_range(year + 1, start_month)[0]
    assert half_range(year, 1, start_month)[1] + timedelta(days=1) == half_range(year, 2, start_month)[0]


def test_a_fiscal_year_has_three_labels() -> None:
    assert [fiscal_year_label(2026, style) for style in LabelStyle] == ["FY2026", "2026年度", "令和8年度"]
    assert half_label(2026, 1) == "FY2026 H1"
    assert half_label(2026, 2, LabelStyle.WESTERN) == "2026年度下期"
    assert quarter_label(2026, 3) == "FY2026 Q3"
    assert quarter_label(2026, 3, LabelStyle.ERA) == "令和8年度第3四半期"


@pytest.mark.parametrize(
    ("year", "label"),
    [(2025, "令和7年度"), (2019, "令和元年度"), (2018, "平成30年度"), (1989, "平成元年度"), (1988, "昭和63年度")],
)
def test_the_era_of_a_fiscal_year_is_the_one_in_official_use(year: int, label: str) -> None:
    assert fiscal_year_label(year, LabelStyle.ERA) == label


@given(st.integers(1868, 2117), st.sampled_from(LabelStyle))
def test_a_label_reads_back_as_its_year(year: int, style: LabelStyle) -> None:
    assert parse_fiscal_year(fiscal_year_label(year, style)) == year


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("ＦＹ２０２６", 2026),
        ("fy2026", 2026),
        ("2026", 2026),
        ("R8年度", 2026),
        ("平成31年度", 2019),
        ("　", None),
    ],
)
def test_a_fiscal_year_is_read_as_people_write_it(text: str, year: int | None) -> None:
    assert parse_fiscal_year(text) == year


@pytest.mark.parametrize("text", ["26年度", "令和0年度", "X8年度", "2022-23", "来年度", "令和8年"])
def test_what_is_no_fiscal_year_is_refused(text: str) -> None:
    with pytest.raises(CalendarError) as refused:
        parse_fiscal_year(text)
    assert (refused.value.code, refused.value.item) == ("not_a_fiscal_year", text)


def test_months_halves_and_quarters_that_do_not_exist_are_refused() -> None:
    with pytest.raises(CalendarError, match="no_such_month"):
        fiscal_year(date(2026, 4, 1), 13)
    with pytest.raises(CalendarError, match="no_such_half"):
        half_range(2026, 3)
    with pytest.raises(CalendarError, match="no_such_quarter"):
        quarter_range(2026, 0)
    with pytest.raises(CalendarError, match="before_eras"):
        fiscal_year_label(1867, LabelStyle.ERA)

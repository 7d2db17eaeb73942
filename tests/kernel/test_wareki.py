from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_site.kernel.calendar import CalendarError, WarekiStyle, era_of, parse_wareki, print_wareki


@pytest.mark.parametrize(
    ("day", "long", "short"),
    [
        (date(2026, 4, 1), "令和8年4月1日", "R8.4.1"),
        (date(2019, 5, 1), "令和元年5月1日", "R1.5.1"),
        (date(2019, 4, 30), "平成31年4月30日", "H31.4.30"),
        (date(1989, 1, 8), "平成元年1月8日", "H1.1.8"),
        (date(1989, 1, 7), "昭和64年1月7日", "S64.1.7"),
        (date(1926, 12, 25), "昭和元年12月25日", "S1.12.25"),
        (date(1926, 12, 24), "大正15年12月24日", "T15.12.24"),
        (date(1912, 7, 30), "大正元年7月30日", "T1.7.30"),
        (date(1912, 7, 29), "明治45年7月29日", "M45.7.29"),
        (date(1873, 1, 1), "明治6年1月1日", "M6.1.1"),
    ],
)
def test_eras_begin_on_their_days(day: date, long: str, short: str) -> None:
    assert print_wareki(day) == long
    assert print_wareki(day, WarekiStyle.SHORT) == short


@given(st.dates(min_value=date(1873, 1, 1), max_value=date(2117, 12, 31)), st.sampled_from(WarekiStyle))
def test_a_printed_day_reads_back_as_itself(day: date, style: WarekiStyle) -> None:
    assert parse_wareki(print_wareki(day, style)) == day


@pytest.mark.parametrize(
    "text",
    ["令和8年4月1日", "R8.4.1", "r8/4/1", "R08-04-01", "Ｒ８．４．１", "令８.4.1", "㋿8年4月1日", " 令和 8年 4月 1日 "],
)
def test_a_day_is_read_as_people_write_it(text: str) -> None:
    assert parse_wareki(text) == date(2026, 4, 1)


def test_a_blank_is_nothing() -> None:
    assert parse_wareki(" 　") is None


def test_plans_made_before_the_change_of_era_keep_their_meaning() -> None:
    assert parse_wareki("平成35年3月31日") == date(2023, 3, 31)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("令和元年4月30日", "before_era"),
        ("明治5年12月2日", "before_era"),
        ("令和8年2月29日", "no_such_day"),
        ("令和0年4月1日", "before_era"),
        ("R8.13.1", "no_such_day"),
        ("R8.4-1", "not_wareki"),
        ("X8.4.1", "not_wareki"),
        ("令和8年4月", "not_wareki"),
        ("2026年4月1日", "not_wareki"),
    ],
)
def test_what_is_no_day_of_an_era_is_refused(text: str, code: str) -> None:
    with pytest.raises(CalendarError) as refused:
        parse_wareki(text)
    assert (refused.value.code, refused.value.item) == (code, text)


def test_days_before_the_gregorian_calendar_have_no_era_here() -> None:
    with pytest.raises(CalendarError, match="before_gregorian"):
        era_of(date(1872, 12, 31))

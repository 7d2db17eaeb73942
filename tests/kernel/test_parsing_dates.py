from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_site.kernel.calendar import WarekiStyle, print_wareki
from pmo_site.kernel.parsing import DayOrder, ParseError, Problem, excel_date, parse_date

DAY = date(2026, 4, 1)


@pytest.mark.parametrize(
    "text",
    [
        "2026-04-01",
        "2026/4/1",
        "2026.4.1",
        "２０２６／４／１",
        "2026年4月1日",
        "2026 年 4 月 1 日",
        "20260401",
        "R8.4.1",
        "R08/04/01",
        "令和8年4月1日",
        "㋿8年4月1日",
        "April 1, 2026",
        "Apr 1 2026",
        "Apr. 1st, 2026",
        "1 April 2026",
        "01-Apr-2026",
        "46113",
        "2026/04/01（水）",
        "2026年4月1日水曜日",
        "2026/4/1 (Wed)",
        "Wednesday, April 1, 2026",
        "2026-04-01T00:00:00Z",
        "2026/4/1 0:00",
        "  2026-04-01　",
    ],
)
def test_a_day_is_read_as_people_type_it(text: str) -> None:
    assert parse_date(text) == DAY


def test_the_dates_of_the_canadian_list_are_read() -> None:
    # Large Government of Canada IT projects, April 25, 2022 (response 8530-441-13-505).
    assert parse_date("July 25, 2022") == date(2022, 7, 25)
    assert parse_date("April 25, 2022") == date(2022, 4, 25)


@pytest.mark.parametrize("text", ["", " ", "　"])
def test_a_blank_is_nothing(text: str) -> None:
    assert parse_date(text) is None


def test_a_year_at_the_end_is_read_where_only_one_order_gives_a_day() -> None:
    assert parse_date("7/25/2022") == parse_date("25/7/2022") == parse_date("25.07.2022") == date(2022, 7, 25)
    assert parse_date("4/4/2026") == date(2026, 4, 4)
    assert parse_date("13/1/2026") == parse_date("1/13/2026") == date(2026, 1, 13)
    assert parse_date("12/25/2026") == parse_date("25/12/2026") == date(2026, 12, 25)


def test_a_given_order_settles_which_one_is_meant() -> None:
    assert parse_date("4/1/2026", order=DayOrder.MONTH_FIRST) == date(2026, 4, 1)
    assert parse_date("4/1/2026", order=DayOrder.DAY_FIRST) == date(2026, 1, 4)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("4/1/2026", Problem.AMBIGUOUS_ORDER),
        ("12/5/2026", Problem.AMBIGUOUS_ORDER),
        ("5/12/2026", Problem.AMBIGUOUS_ORDER),
        ("26/4/1", Problem.TWO_DIGIT_YEAR),
        ("4/1/26", Problem.TWO_DIGIT_YEAR),
        ("2026", Problem.INCOMPLETE),
        ("2026年", Problem.INCOMPLETE),
        ("2026年4月", Problem.INCOMPLETE),
        ("2022-23", Problem.INCOMPLETE),
        ("4月1日", Problem.INCOMPLETE),
        ("4/1", Problem.INCOMPLETE),
        ("March 2026", Problem.INCOMPLETE),
        ("令和8年4月", Problem.INCOMPLETE),
        ("2026/2/29", Problem.NO_SUCH_DAY),
        ("2026-13-01", Problem.NO_SUCH_DAY),
        ("20260231", Problem.NO_SUCH_DAY),
        ("February 30, 2022", Problem.NO_SUCH_DAY),
        ("13/13/2026", Problem.NO_SUCH_DAY),
        ("令和8年2月29日", Problem.NO_SUCH_DAY),
        ("令和元年4月1日", Problem.BEFORE_ERA),
        ("2026/04/01（金）", Problem.WEEKDAY_MISMATCH),
        ("Friday, April 1, 2026", Problem.WEEKDAY_MISMATCH),
        ("2026-04-01 09:30", Problem.HAS_TIME),
        ("2026-04-01T09:30:00+09:00", Problem.HAS_TIME),
        ("0206/4/1", Problem.YEAR_OUT_OF_RANGE),
        ("2926/4/1", Problem.YEAR_OUT_OF_RANGE),
        ("Smarch 1, 2026", Problem.NOT_A_DATE),
        ("2026/4/1 (Foo)", Problem.NOT_A_DATE),
        ("2026-4/1", Problem.NOT_A_DATE),
        ("TBD", Problem.NOT_A_DATE),
        ("-", Problem.NOT_A_DATE),
        ("2026/4/1" + "0" * 80, Problem.TOO_LONG),
    ],
)
def test_what_would_be_a_guess_is_refused_with_a_code(text: str, code: Problem) -> None:
    with pytest.raises(ParseError) as refused:
        parse_date(text)
    assert (refused.value.code, refused.value.text) == (code, text)


@pytest.mark.parametrize(
    ("serial", "day"),
    [
        # ECMA-376 part 1, 18.17.4.1: the 1900 system counts a 29 February 1900 that never was.
        (1, date(1900, 1, 1)),
        (59, date(1900, 2, 28)),
        (61, date(1900, 3, 1)),
        (2_958_465, date(9999, 12, 31)),
        (46113.0, DAY),
        (Decimal(46113), DAY),
    ],
)
def test_a_serial_number_is_a_day(serial: float, day: date) -> None:
    assert excel_date(serial) == day


def test_the_1904_system_counts_from_another_day() -> None:
    assert excel_date(0, epoch_1904=True) == date(1904, 1, 1)
    assert excel_date(46113 - 1462, epoch_1904=True) == DAY
    assert excel_date(2_957_003, epoch_1904=True) == date(9999, 12, 31)
    with pytest.raises(ParseError, match="year_out_of_range"):
        excel_date(2_957_004, epoch_1904=True)


@pytest.mark.parametrize(
    ("serial", "code"),
    [
        (60, Problem.NO_SUCH_DAY),
        (0, Problem.YEAR_OUT_OF_RANGE),
        (-5, Problem.YEAR_OUT_OF_RANGE),
        (2_958_466, Problem.YEAR_OUT_OF_RANGE),
        (46113.5, Problem.HAS_TIME),
        (float("nan"), Problem.NOT_A_DATE),
        (float("inf"), Problem.NOT_A_DATE),
    ],
)
def test_a_serial_number_without_a_day_is_refused(serial: float, code: Problem) -> None:
    with pytest.raises(ParseError) as refused:
        excel_date(serial)
    assert refused.value.code is code


DAYS = st.dates(min_value=date(1873, 1, 1), max_value=date(2117, 12, 31))
MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October"]
MONTHS += ["November", "December"]


@given(DAYS)
def test_a_printed_day_reads_back_as_itself(day: date) -> None:
    name = MONTHS[day.month - 1]
    for text in (
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}/{day.month:02}/{day.day:02}（{'月火水木金土日'[day.weekday()]}）",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year:04}{day.month:02}{day.day:02}",
        f"{name} {day.day}, {day.year}",
        f"{day.day}-{name[:3]}-{day.year}",
        print_wareki(day),
        print_wareki(day, WarekiStyle.SHORT),
    ):
        assert parse_date(text) == day
    assert parse_date(f"{day.month}/{day.day}/{day.year}", order=DayOrder.MONTH_FIRST) == day
    assert parse_date(f"{day.day}.{day.month}.{day.year}", order=DayOrder.DAY_FIRST) == day


@given(st.dates(min_value=date(1900, 3, 1)))
def test_serial_numbers_run_with_the_days(day: date) -> None:
    assert excel_date((day - date(1899, 12, 30)).days) == day


@given(st.text(max_size=80) | st.text("0123456789-/.年月日RH令和元 :T()", max_size=30))
def test_any_text_is_read_or_refused_and_never_breaks(text: str) -> None:
    try:
        found = parse_date(text)
    except ParseError:
        return
    assert (found is None) == (not text.strip())
